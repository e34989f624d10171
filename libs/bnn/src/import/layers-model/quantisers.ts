import { refuse } from './refusal.ts';

/** What a quantiser of Larq makes of numbers: signs, or signs times the mean magnitude of a filter. */
export type Quantiser = 'none' | 'sign' | 'scaled-sign';

/** Quantisers whose forward pass is `x >= 0 ? 1 : -1`; they differ in their gradients alone. */
const signs = new Set(['ste_sign', 'approx_sign', 'swish_sign', 'sign', 'binary_sign']);

/** The name of a function or class of Keras in snake case: `SteSign` and `ste_sign` are the same. */
const snakeCase = (name: string): string =>
  name
    .replace(/^STE/, 'Ste')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** Whether a class or an activation of this name takes signs. */
export const isSign = (name: string): boolean => signs.has(snakeCase(name));

/**
 * Reads the quantiser of inputs or weights: a name, or a class with its settings.
 *
 * @throws OnebitError `import-unsupported` for one of more than one bit
 */
export function quantiserOf(value: unknown, where: string): Quantiser {
  if (value === null || value === undefined) return 'none';
  const name =
    typeof value === 'string' ? value : String((value as { class_name?: unknown }).class_name);
  if (isSign(name)) return 'sign';
  if (snakeCase(name) === 'magnitude_aware_sign') return 'scaled-sign';
  throw refuse(
    `${where}: a quantiser of one bit (${[...signs].join(', ')}, magnitude_aware_sign)`,
    name,
  );
}
