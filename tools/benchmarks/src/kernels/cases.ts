import { mulberry32, uniformFloats } from '../random.ts';

/**
 * What is compared.
 *
 * product  signs (packed, or as the peer wants them) times constant weights, sums out
 * layer    float activations in; sign, product, batch norm, sign; bits out
 */
export type KernelWork = 'product' | 'layer';

/** M activations of K values against N weight vectors of K values. */
export interface KernelCase {
  readonly work: KernelWork;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** Square, two convolutions, one vector; then batches of every size over a layer with odd K. */
const shapes: readonly (readonly [m: number, n: number, k: number])[] = [
  [1024, 1024, 1024],
  [256, 256, 2304],
  [1, 1024, 4096],
  [3136, 64, 576],
  [196, 256, 2304],
  ...[1, 4, 16, 64, 512, 4096].map((m) => [m, 256, 1153] as const),
];
const quickShapes = new Set(['256x256x2304', '1x1024x4096', '16x256x1153']);

export const shapeOf = ({ m, n, k }: KernelCase): string => `${m}x${n}x${k}`;

export function kernelCases(quick: boolean): KernelCase[] {
  return (['product', 'layer'] as const)
    .flatMap((work) => shapes.map(([m, n, k]): KernelCase => ({ work, m, n, k })))
    .filter((one) => !quick || quickShapes.has(shapeOf(one)));
}

/** The numbers of a case, the same for every contender. */
export interface Operands {
  /** M x K floats in -1 .. 1, none of them 0. */
  readonly activations: Float32Array;
  /** N x K signs, +1 or -1. */
  readonly weights: Int8Array;
  /** Batch norm of column n: scale[n] * (sum - mean[n]). */
  readonly scale: Float32Array;
  readonly mean: Float32Array;
}

/**
 * Seeded operands. The means of the batch norm are whole numbers of the parity that no sum can
 * have, so that every decision is clear and rounding cannot turn it.
 */
export function makeOperands({ m, n, k }: KernelCase, seed: number): Operands {
  const next = mulberry32(seed);
  const activations = uniformFloats(m * k, next).map((value) => value || 0.5);
  const weights = Int8Array.from({ length: n * k }, () => (next() >>> 31 ? 1 : -1));
  const range = Math.ceil(Math.sqrt(k));
  const mean = Float32Array.from({ length: n }, () => {
    const whole = (next() % (2 * range)) - range;
    return (whole + k) % 2 === 0 ? whole + 1 : whole;
  });
  const scale = Float32Array.from({ length: n }, () => {
    const size = 0.01 + next() / 2 ** 32 / 10;
    return next() >>> 31 ? size : -size;
  });
  return { activations, weights, scale, mean };
}

/** One cell of the result by its definition, to check our own result before anyone's time counts. */
export function cellByDefinition(
  { work, k }: KernelCase,
  { activations, weights, scale, mean }: Operands,
  row: number,
  column: number,
): number {
  let sum = 0;
  for (let place = 0; place < k; place++) {
    sum += (activations[row * k + place]! >= 0 ? 1 : -1) * weights[column * k + place]!;
  }
  if (work === 'product') return sum;
  return scale[column]! * (sum - mean[column]!) >= 0 ? 1 : 0;
}
