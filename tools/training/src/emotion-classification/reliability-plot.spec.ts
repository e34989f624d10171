import { reliability } from '@onebit/text';
import { describe, expect, it } from 'vitest';
import { joinReliability, plotReliability, reliabilitySection } from './reliability-plot.ts';

describe('the reliability plot of a card', () => {
  const told = [0.05, 0.12, 0.18, 0.55, 0.95, 0.15, 0.58, 0.97];
  const truth = [0, 0, 1, 1, 1, 0, 0, 1];
  const parts = [
    reliability(told.slice(0, 5), truth.slice(0, 5), 10),
    reliability(told.slice(5), truth.slice(5), 10),
  ];

  it('of several sets of texts is that of all their texts', () => {
    const joined = joinReliability(parts);
    const whole = reliability(told, truth, 10);
    expect(joined.bins).toHaveLength(whole.bins.length);
    joined.bins.forEach((bin, at) => {
      for (const [key, value] of Object.entries(whole.bins[at]!)) {
        expect(bin[key as keyof typeof bin]).toBeCloseTo(value as number, 12);
      }
    });
    expect(joined.expectedCalibrationError).toBeCloseTo(whole.expectedCalibrationError, 12);
  });

  it('draws the diagonal and the model, from corner to corner of the same axes', () => {
    const svg = plotReliability('a model', {
      bins: [
        { from: 0, to: 0.5, count: 1, predicted: 0, observed: 0 },
        { from: 0.5, to: 1, count: 1, predicted: 1, observed: 0.5 },
      ],
    });
    const [diagonal, model] = [...svg.matchAll(/<path d="M([^"]+)"/g)].map(([, path]) =>
      path!.split('L').map((point) => point.split(',').map(Number)),
    );
    expect(model![0]).toEqual(diagonal![0]);
    expect(model![1]![0]).toBe(diagonal![1]![0]);
    expect(model![1]![1]).toBeCloseTo((diagonal![0]![1]! + diagonal![1]![1]!) / 2, 2);
  });

  it('stands in the card with its numbers', () => {
    const section = reliabilitySection(joinReliability(parts), 'All labels, on two texts.');
    expect(section).toContain('](reliability.svg)');
    expect(section).toContain('| 0.1 to 0.2 | 3 | 0.150 | 0.333 |');
  });
});
