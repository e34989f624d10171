import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Random } from '@onebit/bnn-training';
import { loadTensorFlow } from '@onebit/bnn-training/node';
import { rankingFigures } from '@onebit/text';
import { describe, expect, it, vi } from 'vitest';
import { numberWords, sequencesOf } from '../word-sequences.ts';
import { labelRelations } from './label-relations.ts';
import type { TensorFlow } from './tensors.ts';
import { type NetworkTraining, trainAndAsk } from './train-network.ts';
import { wordVectors } from './word-vectors.ts';

describe('label relations', () => {
  it('are the correlation coefficients of labels', () => {
    const relations = labelRelations(Uint8Array.of(1, 1, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1), 3);
    expect([...relations].map((value) => value.toFixed(6))).toEqual(
      [0, 1, -1, 1, 0, -1, -1, -1, 0].map((value) => value.toFixed(6)),
    );
  });

  it('are none where a label never occurs', () => {
    expect([...labelRelations(Uint8Array.of(1, 0, 0, 0), 2)]).toEqual([0, 0, 0, 0]);
  });
});

describe('word vectors', () => {
  it('are nearer for words that stand in the same places', () => {
    const texts = Array.from({ length: 40 }, (_, at) =>
      at % 2 === 0
        ? `one ${at % 4 ? 'cat' : 'dog'} sleeps`
        : `the ${at % 4 > 1 ? 'sun' : 'sky'} is bright`,
    );
    const numbers = numberWords(texts);
    const depth = 64;
    const vectors = wordVectors(
      sequencesOf(texts, numbers),
      numbers.size + 1,
      depth,
      new Random(1),
    );
    const likeness = (a: string, b: string): number => {
      const [first, second] = [a, b].map((word) =>
        vectors.subarray(numbers.get(word)! * depth, (numbers.get(word)! + 1) * depth),
      );
      return first!.reduce((sum, value, at) => sum + value * second![at]!, 0) / depth;
    };
    expect(likeness('cat', 'dog')).toBeGreaterThan(0.9);
    expect(likeness('cat', 'sun')).toBeLessThan(0.5);
  });
});

const peers = join(import.meta.dirname, '../../../../benchmarks/peers/package.json');
const present = existsSync(join(dirname(peers), 'node_modules/@tensorflow/tfjs-backend-wasm'));

describe.skipIf(!present)('the attention network, in TensorFlow.js', () => {
  /** Texts whose labels are which of two words they hold, wherever it stands. */
  const random = new Random(4);
  const filler = ['so', 'it', 'is', 'and', 'then'];
  const rows = Array.from({ length: 160 }, (_, row) => {
    const words = Array.from({ length: 3 + random.below(5) }, () => filler[random.below(5)]!);
    const labels = [row % 2, random.below(2)];
    ['joy', 'rain'].forEach((word, label) => {
      if (labels[label] === 1) words.splice(random.below(words.length + 1), 0, word);
    });
    return { text: words.join(' '), labels };
  });

  it.each([
    ['heads', false],
    ['heads', true],
    ['softmax', false],
  ] as const)('learns with %s, 1-bit %s', async (decides, oneBit) => {
    const quiet = vi.spyOn(console, 'warn').mockReturnValue(undefined);
    const { tf } = await loadTensorFlow<TensorFlow>({ from: peers });
    quiet.mockRestore();
    const texts = rows.map(({ text }) => text);
    const numbers = numberWords(texts);
    const sequences = sequencesOf(texts, numbers);
    const vectors = wordVectors(sequences, numbers.size + 1, 16, new Random(2));
    const truth = Uint8Array.from(rows.flatMap(({ labels }) => labels));
    const range = (begin: number, end: number): Int32Array =>
      Int32Array.from({ length: end - begin }, (_, at) => begin + at);
    const training: NetworkTraining = {
      tf,
      corpus: { sequences, vectors, depth: 16, truth, labels: 2 },
      rows: range(0, 100),
      validation: range(100, 130),
      labels: [0, 1],
      shape: { units: 8, oneBit },
      decides,
      relations: labelRelations(truth, 2),
      epochs: 20,
      random: new Random(7),
      check: () => undefined,
    };
    const scores = trainAndAsk(training, range(130, 160));
    const { averagePrecision } = rankingFigures({ labels: 2, scores, truth: truth.subarray(260) });
    expect(averagePrecision).toBeGreaterThan(0.95);
  });
});
