import { Random } from '@onebit/bnn-training';
import type { LinearModel } from '../linear-model.ts';
import { type SparseMatrix, timesWeights } from '../sparse-matrix.ts';

/** The rows of a matrix by fold: those asked about, and those learned from. */
export interface Fold {
  readonly held: Int32Array;
  readonly others: Int32Array;
}

/** Deals rows into folds of equal size, at random. */
export function foldsOf(rows: number, count: number, seed: number): Fold[] {
  const order = new Random(seed).permutation(rows);
  return Array.from({ length: count }, (_, index) => ({
    held: Int32Array.from(order).filter((_row, at) => at % count === index),
    others: Int32Array.from(order).filter((_row, at) => at % count !== index),
  }));
}

/**
 * What linear models say of texts that they did not learn from.
 *
 * @param matrix - features of all texts
 * @param outputs - numbers a text
 * @param folds - each asked of the model of the others
 * @param fit - fits a model to some rows
 * @returns log-odds `[texts, outputs]`
 */
export function askOutOfFold(
  matrix: SparseMatrix,
  outputs: number,
  folds: readonly Fold[],
  fit: (rows: Int32Array) => LinearModel,
): Float32Array {
  const answers = new Float32Array(matrix.rows * outputs);
  for (const { held, others } of folds) {
    const { weights, bias } = fit(others);
    const all = timesWeights(matrix, weights, bias);
    for (const row of held) {
      answers.set(all.subarray(row * outputs, (row + 1) * outputs), row * outputs);
    }
  }
  return answers;
}

/**
 * As {@link askOutOfFold}, with a model a language that learned from that language alone: what a
 * shared model blurs where languages share words, these keep apart.
 */
export function askByLanguage(
  matrix: SparseMatrix,
  languages: Int32Array,
  outputs: number,
  folds: readonly Fold[],
  fit: (rows: Int32Array) => LinearModel,
): Float32Array {
  const answers = new Float32Array(matrix.rows * outputs);
  for (const language of new Set(languages)) {
    const own = (rows: Int32Array): Int32Array => rows.filter((row) => languages[row] === language);
    for (const { held, others } of folds) {
      const asked = own(held);
      const { weights, bias } = fit(own(others));
      const part = timesWeights(rowsOf(matrix, asked), weights, bias);
      asked.forEach((row, at) => {
        answers.set(part.subarray(at * outputs, (at + 1) * outputs), row * outputs);
      });
    }
  }
  return answers;
}

/** The matrix of some rows only. */
function rowsOf(
  { columns, offsets, indices, values }: SparseMatrix,
  rows: Int32Array,
): SparseMatrix {
  const starts = new Int32Array(rows.length + 1);
  rows.forEach((row, at) => (starts[at + 1] = starts[at]! + offsets[row + 1]! - offsets[row]!));
  const picked = {
    indices: new Int32Array(starts.at(-1)!),
    values: new Float32Array(starts.at(-1)!),
  };
  rows.forEach((row, at) => {
    picked.indices.set(indices.subarray(offsets[row]!, offsets[row + 1]!), starts[at]);
    picked.values.set(values.subarray(offsets[row]!, offsets[row + 1]!), starts[at]);
  });
  return { rows: rows.length, columns, offsets: starts, ...picked };
}
