import type * as library from '../src/index.ts';

/**
 * Computes every case with one variant of the kernels.
 *
 * @returns SHA-256 by name of the case
 */
export function digestTable(
  k: typeof library,
  variant: library.KernelVariant,
): Promise<Record<string, string>>;
