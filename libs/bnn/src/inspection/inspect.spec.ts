import { describe, expect, it } from 'vitest';
import { networkZoo, randomModel } from '../testing/random-networks.ts';
import { inspectNetwork } from './inspect.ts';

const report = (name: string) => {
  const { input, layers } = networkZoo[name]!;
  return inspectNetwork(randomModel(input, layers).network);
};

describe('inspection', () => {
  it('counts a dense network by hand', () => {
    const { total, layers } = report('dense on bits');
    expect(total.binaryParameters).toBe(45 * 37 + 37 * 11);
    expect(total.binaryOperations).toBe(45 * 37 + 37 * 11);
    expect(total.parameters - total.binaryParameters).toBe(37 + 37 + 11 + 11);
    expect(total.bytes).toBe(37 * 6 + 37 * 4 + 37 + 11 * 5 + 11 * 8);
    expect(layers.map(({ op }) => op)).toContain('threshold');
  });

  it('counts products of bits with bytes apart', () => {
    const { layers } = report('pictures, padded and pooled');
    const [first, second] = layers.filter(({ op }) => op === 'conv2d');
    expect(first!.mixedOperations).toBe(7 * 9 * 17 * 9 * 3);
    expect(first!.binaryOperations).toBe(0);
    expect(second!.binaryOperations).toBe(7 * 9 * 10 * 9 * 17);
  });

  it('walks into shortcuts and counts nothing twice', () => {
    const { layers, total } = report('real shortcuts');
    expect(layers.map(({ index }) => index)).toContain('0.1');
    expect(total.bytes).toBe(layers.reduce((sum, layer) => sum + layer.bytes, 0));
    expect(total.binaryParameters).toBe(12 * 54 + 12 * 108);
  });

  it('gives shares between 0 and 1 and a speed-up of at most 64', () => {
    for (const name of Object.keys(networkZoo)) {
      const { binaryOperationShare, binaryParameterShare, expectedSpeedUp } = report(name);
      expect(binaryOperationShare).toBeGreaterThan(0);
      expect(binaryOperationShare).toBeLessThan(1);
      expect(binaryParameterShare).toBeLessThan(1);
      expect(expectedSpeedUp).toBeGreaterThan(1);
      expect(expectedSpeedUp).toBeLessThan(64);
    }
  });
});
