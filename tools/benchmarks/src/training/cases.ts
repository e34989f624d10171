import { mulberry32, uniformBits, uniformFloats } from '../random.ts';

/**
 * The products of a training step in which one operand is bits. A layer has N outputs and K inputs,
 * a batch M samples; X and W are signs, dY is the gradient at the layer's outputs.
 *
 * forward          X·Wᵀ with float X: the first layer, whose inputs are real   M x N
 * input-gradient   dY·W                                                        M x K
 * weight-gradient  dYᵀ·X                                                       N x K
 */
export type TrainingWork = 'forward' | 'input-gradient' | 'weight-gradient';

export interface TrainingCase {
  readonly work: TrainingWork;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

const works: readonly TrainingWork[] = ['forward', 'input-gradient', 'weight-gradient'];

/** The layers of a mask estimator (2048-1024-1024-513) at batch 128, and a square. */
const shapes: readonly (readonly [m: number, n: number, k: number])[] = [
  [128, 1024, 2048],
  [128, 1024, 1024],
  [128, 513, 1024],
  [1024, 1024, 1024],
];

export const shapeOf = ({ m, n, k }: TrainingCase): string => `${m}x${n}x${k}`;

export const trainingCases = (quick: boolean): TrainingCase[] =>
  works.flatMap((work) =>
    shapes.slice(0, quick ? 1 : shapes.length).map(([m, n, k]) => ({ work, m, n, k })),
  );

/** One float operand and one operand of bits (0 and 1), each with its rows and columns. */
export interface TrainingOperands {
  readonly floats: {
    readonly rows: number;
    readonly columns: number;
    readonly values: Float32Array;
  };
  readonly bits: { readonly rows: number; readonly columns: number; readonly values: Uint8Array };
}

export function makeTrainingOperands(
  { work, m, n, k }: TrainingCase,
  seed: number,
): TrainingOperands {
  const next = mulberry32(seed);
  const floatColumns = work === 'forward' ? k : n;
  const bitRows = work === 'weight-gradient' ? m : n;
  return {
    floats: { rows: m, columns: floatColumns, values: uniformFloats(m * floatColumns, next) },
    bits: { rows: bitRows, columns: k, values: uniformBits(bitRows * k, next) },
  };
}

/** Rows and columns of the result. */
export const resultShape = ({ work, m, n, k }: TrainingCase): [rows: number, columns: number] =>
  work === 'forward' ? [m, n] : work === 'input-gradient' ? [m, k] : [n, k];

/** One cell of the result by its definition, in 64-bit floats. */
export function cellByDefinition(
  { work, m, n, k }: TrainingCase,
  { floats, bits }: TrainingOperands,
  row: number,
  column: number,
): number {
  const sign = (at: number): number => (bits.values[at] ? 1 : -1);
  let sum = 0;
  if (work === 'forward') {
    for (let i = 0; i < k; i++) sum += floats.values[row * k + i]! * sign(column * k + i);
  } else if (work === 'input-gradient') {
    for (let i = 0; i < n; i++) sum += floats.values[row * n + i]! * sign(i * k + column);
  } else {
    for (let i = 0; i < m; i++) sum += floats.values[i * n + row]! * sign(i * k + column);
  }
  return sum;
}

/**
 * How far two results may lie apart: sums of up to some thousand terms in 32-bit floats, added in
 * another order, differ by some 1e-5; a wrong sign would differ by about 1.
 */
export const tolerance = 1e-3;
