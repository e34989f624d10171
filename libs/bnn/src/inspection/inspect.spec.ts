import { describe, expect, it } from 'vitest';
import type { NetworkDescription } from '../description/network.ts';
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

  it('counts what hears the order of words by hand, in a row of its own', () => {
    const layers: NetworkDescription['layers'] = [
      { op: 'bag', features: 40, width: 64, codes: 'bag', scales: 'scales' },
      { op: 'dense', weights: 'dense', weightKind: 'float', inputs: 64, outputs: 5 },
    ];
    const network: NetworkDescription = {
      formatVersion: 1,
      id: 'order',
      task: 'emotion-classification',
      input: { kind: 'features', shape: [40] },
      layers,
      labels: ['a', 'b', 'c', 'd', 'e'],
      provenance: { command: 'a test', licence: 'MIT' },
    };
    const without = inspectNetwork(network);
    const { layers: rows, total } = inspectNetwork({
      ...network,
      vocabulary: {
        kind: 'n-grams',
        words: 2,
        shortestWord: 3,
        features: 40,
        seed: 1,
        buckets: 8,
        displacements: 'displacements',
        fingerprints: 'fingerprints',
        frequencies: 'frequencies',
        frequencyStep: 0.1,
      },
      wordOrder: {
        taps: 3,
        words: 20,
        width: 24,
        filters: 7,
        members: 'members',
        codes: 'codes',
        weights: 'weights',
        thresholds: 'thresholds',
        head: 'head',
        headSteps: 'steps',
      },
    });
    const branch = rows.at(-1)!;
    expect(rows.map(({ op }) => op)).toEqual(['bag', 'dense', 'word-order']);
    expect(rows[0]!.binaryParameters).toBe(without.layers[0]!.binaryParameters);
    const bits = 40 + 22 * 24 + 7 * 72;
    expect(branch).toEqual({
      index: '+',
      op: 'word-order',
      input: { kind: 'bits', shape: [30, 24] },
      output: { kind: 'reals', shape: [5] },
      parameters: bits + 7 + 5 * 7 + 5,
      binaryParameters: bits,
      bytes: bits / 8 + 4 * 7 + 5 * 7 + 4 * 5,
      binaryOperations: 30 * 7 * 72,
      mixedOperations: 0,
      realOperations: 30 * 7 + 7 + 5 * 7 + 5,
    });
    expect(total.binaryOperations).toBe(without.total.binaryOperations + 30 * 7 * 72);
    expect(total.bytes).toBe(rows.reduce((sum, { bytes }) => sum + bytes, 0));
  });
});
