import { describe, expect, it } from 'vitest';
import { decisionFigures, rankingFigures } from './multi-label.ts';
import { reliability } from './reliability.ts';

describe('decisions', () => {
  // Three samples, three labels. Told: {a, b}, {b}, {}. True: {a}, {b, c}, {c}.
  const told = [1, 1, 0, 0, 1, 0, 0, 0, 0];
  const truth = [1, 0, 0, 0, 1, 1, 0, 0, 1];
  const figures = decisionFigures(told, truth, 3);

  it('counts each label on its own', () => {
    expect(figures.perLabel).toEqual([
      { precision: 1, recall: 1, f1: 1, support: 1 },
      { precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { precision: 0, recall: 0, f1: 0, support: 2 },
    ]);
    expect(figures.macroF1).toBeCloseTo((1 + 2 / 3) / 3, 12);
  });

  it('counts all decisions together', () => {
    // Right 2, told 3, true 4: F1 = 4 / 7. Wrong: b of the first, c of the second and third.
    expect(figures.microF1).toBeCloseTo(4 / 7, 12);
    expect(figures.hammingLoss).toBeCloseTo(3 / 9, 12);
    expect(figures.subsetAccuracy).toBe(0);
  });

  it('refuses decisions and truth of different sizes', () => {
    expect(() => decisionFigures([1, 0], [1], 1)).toThrow(/same whole number/);
    expect(() => decisionFigures([1, 0, 1], [1, 0, 1], 2)).toThrow(/same whole number/);
  });
});

describe('ranking', () => {
  it('follows the definitions on a sample worked by hand', () => {
    // Order: b .8, a .6, d .5, c .1; true are a and c.
    const figures = rankingFigures({
      labels: 4,
      scores: [0.6, 0.8, 0.1, 0.5],
      truth: [1, 0, 1, 0],
    });
    expect(figures.oneError).toBe(1);
    // c is fourth: three steps below the first.
    expect(figures.coverage).toBe(3);
    // Wrong pairs: b over a, b over c, d over c, of four.
    expect(figures.rankingLoss).toBe(3 / 4);
    // a: 1 of the first 2; c: 2 of the first 4.
    expect(figures.averagePrecision).toBe(0.5);
  });

  it('counts a tie against the classifier, half a wrong pair', () => {
    const figures = rankingFigures({ labels: 2, scores: [0.5, 0.5], truth: [1, 0] });
    expect(figures).toMatchObject({ oneError: 1, coverage: 1, rankingLoss: 0.5 });
    expect(figures.averagePrecision).toBe(0.5);
  });

  it('leaves out samples with no label and with all', () => {
    const scores = [0.9, 0.1, 0.9, 0.1, 0.9, 0.1];
    const figures = rankingFigures({ labels: 2, scores, truth: [0, 0, 1, 1, 1, 0] });
    expect(figures).toEqual({
      oneError: 0,
      coverage: 0,
      rankingLoss: 0,
      averagePrecision: 1,
      samples: 1,
    });
  });
});

describe('reliability', () => {
  it('puts a probability of 1 into the last bin', () => {
    expect(
      reliability([1, 0], [1, 0], 10).bins.map(({ from, observed }) => [from, observed]),
    ).toEqual([
      [0, 0],
      [0.9, 1],
    ]);
  });

  it('refuses what is no probability', () => {
    expect(() => reliability([Number.NaN], [1], 10)).toThrow(/0 to 1/);
    expect(() => reliability([1.01], [1], 10)).toThrow(/0 to 1/);
    expect(() => reliability([], [], 10)).toThrow(/at least one/);
  });
});
