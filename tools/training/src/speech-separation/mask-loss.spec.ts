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
  ordered: new Uint8Array(2),
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
  maskLoss(FloatMatrix.from(2, 2, Float32Array.from(values)), {
    ...targets,
    ordered: new Uint8Array(2).fill(either ? 0 : 1),
  });

describe('the loss of masks', () => {
  it('is the SI-SDR that the masks lose, by definition', () => {
    /** SI-SDR of an estimate: what of it lies along the talker against the rest. */
    const siSdr = (estimate: readonly number[], talker: readonly number[]): number => {
      const dot = (a: readonly number[], b: readonly number[]): number =>
        a.reduce((sum, value, at) => sum + value * b[at]!, 0);
      const share = dot(estimate, talker) / dot(talker, talker);
      const along = talker.map((value) => value * share);
      const rest = estimate.map((value, at) => value - along[at]!);
      return 10 * Math.log10(dot(along, along) / dot(rest, rest));
    };
    let expected = 0;
    for (const crop of [0, 1]) {
      const mixture = first[crop]!.map((value, part) => value + second[crop]![part]!);
      const masks = mixture.map(
        (_, part) => 1 / (1 + Math.exp(-scores[crop * 2 + Math.floor(part / 2)]!)),
      );
      const one = mixture.map((value, part) => value * masks[part]!);
      const other = mixture.map((value, part) => value * (1 - masks[part]!));
      const before = siSdr(mixture, first[crop]!) + siSdr(mixture, second[crop]!);
      const after = siSdr(one, first[crop]!) + siSdr(other, second[crop]!);
      expected += (before - after) / 2 / 2;
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
