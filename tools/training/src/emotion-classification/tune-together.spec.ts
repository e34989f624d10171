import { Random } from '@onebit/bnn-training';
import { describe, expect, it } from 'vitest';
import type { Factors } from './factorise.ts';
import type { SparseMatrix } from './sparse-matrix.ts';
import { trainWordOrder } from './train-word-order.ts';
import { tuneTogether } from './tune-together.ts';
import { WordOrderModel } from './word-order-model.ts';
import { numberWords, sequencesOf } from './word-sequences.ts';

const nothingSilenced = { dropout: 0, filterDropout: 0 } as const;

describe('bag and branch, tuned together', () => {
  const random = new Random(4);
  const texts = Array.from({ length: 256 }, () =>
    random.uniform() < 0.5 ? 'hot not cold' : 'cold not hot',
  );
  const rows = Int32Array.from(texts.keys());
  const words = numberWords(texts);
  const sequences = sequencesOf(texts, words);
  /** One feature in every text. */
  const features: SparseMatrix = {
    rows: texts.length,
    columns: 2,
    offsets: Int32Array.from({ length: texts.length + 1 }, (_, row) => row),
    indices: new Int32Array(texts.length),
    values: new Float32Array(texts.length).fill(1),
  };
  const factors = {
    width: 4,
    codes: Int8Array.of(1, 1, -1, 1, 1, -1, -1, -1),
    scales: Float32Array.of(0.5, 0.25),
    matrix: Float32Array.of(1, -1, 0.5, 0.5, 1, 2, -1, 1),
    error: 0,
  };
  const shape = { vocabulary: words.size + 1, labels: 2, depth: 16, filters: 32, signs: true };
  const targets = new Float32Array(2 * texts.length);
  texts.forEach((text, row) => {
    targets[2 * row] = text.startsWith('hot') ? 1 : 0;
    targets[2 * row + 1] = 0.3;
  });

  it('learn what neither knew, and leave the codes and what they began with', () => {
    const nothing = new Float32Array(targets.length);
    const branch = trainWordOrder(sequences, nothing, targets, {
      ...shape,
      epochs: 8,
      dropout: 0.2,
      random,
      rows,
    });
    const lossWith = ({ scales, matrix }: Pick<Factors, 'scales' | 'matrix'>): number => {
      const heard = branch.predict(sequences, rows);
      let sum = 0;
      heard.forEach((value, at) => {
        let logit = value;
        for (let bit = 0; bit < factors.width; bit++) {
          logit += scales[0]! * factors.codes[bit]! * matrix[2 * bit + (at % 2)]!;
        }
        sum += Math.log1p(Math.exp(logit)) - targets[at]! * logit;
      });
      return sum / texts.length;
    };
    const before = structuredClone(factors);
    const first = lossWith(factors);
    const tuned = tuneTogether(
      { features, sequences },
      targets,
      { factors, branch },
      { ...nothingSilenced, epochs: 60, rate: 0.01, signRate: 1e-4, random: new Random(1) },
    );
    // The least loss there is: none for the first label, the entropy of 0.3 for the second.
    const least = -0.3 * Math.log(0.3) - 0.7 * Math.log(0.7);
    expect(first).toBeGreaterThan(least + 0.05);
    expect(lossWith(tuned)).toBeLessThan(least + 0.01);
    branch.dispose();
    expect(factors).toEqual(before);
    expect(tuned.codes).toEqual(factors.codes);
    expect(tuned.scales[0]).not.toBe(factors.scales[0]);
    expect(tuned.scales[1]).toBe(factors.scales[1]);
  });

  it('take the first step downhill in every number, as differences of the loss tell it', () => {
    const branch = new WordOrderModel(shape, new Random(9));
    const loss = (scales: Float32Array, matrix: Float32Array): number => {
      const { width, codes } = factors;
      let sum = 0;
      for (let label = 0; label < 2; label++) {
        let logit = branch.bias[label]!;
        for (let bit = 0; bit < width; bit++) {
          logit += scales[0]! * codes[bit]! * matrix[2 * bit + label]!;
        }
        for (const row of rows) {
          sum += Math.log1p(Math.exp(logit)) - targets[2 * row + label]! * logit;
        }
      }
      return sum;
    };
    const slopeOf = (part: 'scales' | 'matrix', at: number): number => {
      const moved = { scales: factors.scales.slice(), matrix: factors.matrix.slice() };
      const around = [1e-2, -1e-2].map((by) => {
        moved[part][at] = factors[part][at]! + by;
        return loss(moved.scales, moved.matrix);
      });
      return around[0]! - around[1]!;
    };
    const slopes = {
      scales: slopeOf('scales', 0),
      matrix: factors.matrix.map((_, at) => slopeOf('matrix', at)),
    };
    const tuned = tuneTogether(
      { features, sequences },
      targets,
      { factors, branch },
      { ...nothingSilenced, epochs: 1, rate: 1e-3, signRate: 0, random: new Random(1) },
    );
    branch.dispose();
    expect(Math.sign(tuned.scales[0]! - factors.scales[0]!)).toBe(-Math.sign(slopes.scales));
    tuned.matrix.forEach((value, at) => {
      expect(Math.sign(value - factors.matrix[at]!)).toBe(-Math.sign(slopes.matrix[at]!));
    });
  });
});
