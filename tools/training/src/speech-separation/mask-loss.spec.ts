import { FloatMatrix } from '@onebit/bitwise-kernels';
import { describe, expect, it } from 'vitest';
import { maskLoss, type MaskTargets } from './mask-loss.ts';

/** Two crops of two bins: talkers as complex numbers, their mixture, what the loss needs of them. */
const first = [
  [1, 0.5, 0.2, -0.3],
  [0.1, 0.2, 1, 0.4],
];
const second = [
  [0.3, -0.2, 0.8, 0.9],
  [0.7, 0.1, -0.2, 0.5],
];
const targets: MaskTargets = {
  crops: 2,
  power: new Float32Array(4),
  cross: new Float32Array(4),
  first: new Float64Array(2),
  second: new Float64Array(2),
};
for (const crop of [0, 1]) {
  for (const bin of [0, 1]) {
    const [a, b] = first[crop]!.slice(bin * 2, bin * 2 + 2) as [number, number];
    const [c, d] = second[crop]!.slice(bin * 2, bin * 2 + 2) as [number, number];
    targets.power[crop * 2 + bin] = (a + c) ** 2 + (b + d) ** 2;
    targets.cross[crop * 2 + bin] = a * (a + c) + b * (b + d);
    targets.first[crop]! += a * a + b * b;
    targets.second[crop]! += c * c + d * d;
  }
}
const scores = [0.5, -1, 2, 0.1];
const lossOf = (values: readonly number[], either: boolean) =>
  maskLoss(FloatMatrix.from(2, 2, Float32Array.from(values)), targets, either);

describe('the loss of masks', () => {
  it('is the energy of m X - S1 in decibels, by definition', () => {
    let expected = 0;
    for (const crop of [0, 1]) {
      let error = 0;
      for (const bin of [0, 1]) {
        const m = 1 / (1 + Math.exp(-scores[crop * 2 + bin]!));
        for (const part of [bin * 2, bin * 2 + 1]) {
          const s = first[crop]![part]!;
          error += (m * (s + second[crop]![part]!) - s) ** 2;
        }
      }
      const level = Math.sqrt(targets.first[crop]! * targets.second[crop]!);
      expected += (10 * Math.log10(error / level)) / 2;
    }
    expect(lossOf(scores, false).loss).toBeCloseTo(expected, 4);
  });

  it.each([false, true])('has the gradient of its differences (either order: %s)', (either) => {
    const { gradient } = lossOf(scores, either);
    scores.forEach((score, at) => {
      const moved = (by: number): number =>
        lossOf(
          scores.map((value, i) => (i === at ? score + by : value)),
          either,
        ).loss;
      expect(gradient.data[at]!).toBeCloseTo((moved(1e-2) - moved(-1e-2)) / 2e-2, 2);
    });
  });

  it('is the same for swapped masks where the order is free', () => {
    const swapped = scores.map((score) => -score);
    expect(lossOf(swapped, true).loss).toBeCloseTo(lossOf(scores, true).loss, 5);
    expect(lossOf(swapped, false).loss).not.toBeCloseTo(lossOf(scores, false).loss, 1);
  });
});
