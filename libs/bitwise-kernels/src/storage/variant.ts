import { OnebitError } from '@onebit/errors';

/**
 * How the kernels run: WebAssembly with 128-bit SIMD, WebAssembly (or words in TypeScript) without
 * it, or the plain TypeScript reference.
 */
export type KernelVariant = 'simd' | 'scalar' | 'reference';

/** The variant in use and why. */
export interface KernelSelection {
  readonly variant: KernelVariant;
  readonly reason: string;
}

/** The smallest module that uses one SIMD instruction: a function returning i8x16.splat(0). */
const simdProbe = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15,
  11,
]);

let detected: KernelSelection | undefined;
let forced: KernelVariant | undefined;

/** What this engine can run, found once. */
function detect(): KernelSelection {
  if (typeof WebAssembly !== 'object') {
    return { variant: 'reference', reason: 'This engine has no WebAssembly.' };
  }
  if (!WebAssembly.validate(simdProbe)) {
    return { variant: 'scalar', reason: 'This engine runs WebAssembly without SIMD.' };
  }
  return { variant: 'simd', reason: 'This engine runs WebAssembly with SIMD.' };
}

/** Keeps the reason why compiled kernels could not start (a content policy, for instance). */
export function noteUnusable(reason: string): void {
  detected = { variant: 'reference', reason };
}

/**
 * Tells which variant of the kernels is in use and why.
 *
 * @returns the variant and one sentence of reason
 *
 * @example
 * ```ts
 * import { selectedKernels, withKernels } from '@onebit/bitwise-kernels';
 * console.log(withKernels('reference', () => selectedKernels().variant)); // reference
 * ```
 */
export function selectedKernels(): KernelSelection {
  detected ??= detect();
  if (forced === undefined) return detected;
  return { variant: forced, reason: 'Asked for by withKernels.' };
}

/**
 * Runs a function with the kernels held to one variant; all variants give equal bits.
 *
 * @param variant - `simd`, `scalar` or `reference`
 * @param run - a synchronous function; the choice ends when it returns
 * @returns what the function returned
 * @throws OnebitError `value-invalid` where this engine cannot run the variant
 *
 * @example
 * ```ts
 * import { BitMatrix, withKernels } from '@onebit/bitwise-kernels';
 * const bits = BitMatrix.fromBytes(1, 3, Uint8Array.of(1, 0, 1));
 * console.log(withKernels('reference', () => bits.popcount())); // 2
 * ```
 */
export function withKernels<Result>(variant: KernelVariant, run: () => Result): Result {
  detected ??= detect();
  const order: readonly KernelVariant[] = ['reference', 'scalar', 'simd'];
  if (!order.includes(variant) || order.indexOf(variant) > order.indexOf(detected.variant)) {
    throw new OnebitError('value-invalid', {
      expected: `one of ${order.slice(0, order.indexOf(detected.variant) + 1).join(', ')}`,
      received: String(variant),
      hint: detected.reason,
    });
  }
  const before = forced;
  forced = variant;
  try {
    return run();
  } finally {
    forced = before;
  }
}
