import { FloatMatrix, withTemporaries } from '@onebit/bitwise-kernels';
import { Random } from '@onebit/bnn-training';
import { rankingFigures } from '@onebit/text';
import { describe, expect, it } from 'vitest';
import { numberWords, sequencesOf } from '../word-sequences.ts';
import { AttentionNetwork } from './attention-network.ts';
import { labelRelations } from './label-relations.ts';
import { crossEntropy, type Decides } from './losses.ts';
import { LearnedMatrix } from './learned-matrix.ts';
import { logistic, tanh } from './squash.ts';
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

it('the functions of gates are right to some millionths, and end at their bounds', () => {
  for (let x = -20; x <= 20; x += 0.037) {
    expect(Math.abs(logistic(x) - 1 / (1 + Math.exp(-x)))).toBeLessThan(3e-6);
    expect(Math.abs(tanh(x) - Math.tanh(x))).toBeLessThan(6e-6);
  }
  expect([logistic(-1e9), logistic(1e9), tanh(0)]).toEqual([
    expect.closeTo(0, 7),
    expect.closeTo(1, 7),
    0,
  ]);
  expect(logistic(NaN)).toBeNaN();
});

describe('gradients', () => {
  // Texts of unlike lengths, an empty one among them; words that occur more than once.
  const sequences = {
    offsets: Int32Array.of(0, 3, 3, 8, 9),
    words: Int32Array.of(1, 2, 1, 3, 1, 4, 2, 3, 4),
  };
  const wanted = Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0);
  const rows = Int32Array.of(2, 0, 1, 3);
  const depth = 5;

  it.each<Decides>(['heads', 'softmax'])('are the slopes of the loss of %s', (decides) => {
    const random = new Random(3);
    const vectors = Float32Array.from({ length: 5 * depth }, () => 2 * random.uniform() - 1);
    const shape = { depth, units: 3, beginAt: Float32Array.of(0.1, -0.3, 0.2), oneBit: false };
    const network = new AttentionNetwork(shape, random);
    const ask = (learn: boolean): number =>
      withTemporaries(() => {
        const run = network.run(sequences, rows, vectors);
        const { loss, gradient } = crossEntropy(decides, run.logits, wanted);
        if (learn) network.addGradient(run, gradient);
        return loss;
      });
    ask(true);
    for (const [name, parameter] of network.parameters.entries()) {
      const { values } = parameter;
      const moved = values.map(() => random.uniform() - 0.5);
      const slope = parameter.gradient.data.reduce((sum, value, at) => sum + value * moved[at]!, 0);
      const step = 1e-2;
      const loss = (size: number): number => {
        parameter.values = values.map((value, at) => value + size * moved[at]!);
        return ask(false);
      };
      const measured = (loss(step) - loss(-step)) / (2 * step);
      parameter.values = values;
      expect(Math.abs(slope - measured), `parameter ${name}`).toBeLessThan(
        2e-5 + 0.01 * Math.abs(measured),
      );
      expect(measured, `parameter ${name}`).not.toBe(0);
    }
    network.dispose();
  });

  it('of a 1-bit matrix go straight through the signs and by the rule through the scales', () => {
    const matrix = new LearnedMatrix(2, 2, Float32Array.of(1, -2, -3, 4), true);
    expect([...matrix.used.data]).toEqual([2, -3, -2, 3]);
    matrix.gradient.data.set([1, 0, 0, 0]);
    // 1 * scale 2 + sign 1 * (1 / 2 rows); the other weight of the column moves the scale alone.
    matrix.step({ rate: 1e-3, step: 1 });
    const [a, b, c, d] = matrix.values;
    expect([a! < 1, b, c! > -3, d]).toEqual([true, -2, true, 4]);
    matrix.dispose();
  });

  it('reads a batch without a word', () => {
    const network = new AttentionNetwork(
      { depth, units: 3, beginAt: Float32Array.of(0.5, -1), oneBit: true },
      new Random(1),
    );
    withTemporaries(() => {
      const empty = { offsets: Int32Array.of(0, 0), words: new Int32Array() };
      const run = network.run(empty, Int32Array.of(0), new Float32Array(depth));
      expect([...run.logits.data]).toEqual([0.5, -1]);
      network.addGradient(run, FloatMatrix.from(1, 2, [1, 1]));
    });
    network.dispose();
  });
});

describe('the attention network', () => {
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
  ] as const)('learns with %s, 1-bit %s', (decides, oneBit) => {
    const texts = rows.map(({ text }) => text);
    const numbers = numberWords(texts);
    const sequences = sequencesOf(texts, numbers);
    const vectors = wordVectors(sequences, numbers.size + 1, 16, new Random(2));
    const truth = Uint8Array.from(rows.flatMap(({ labels }) => labels));
    const range = (begin: number, end: number): Int32Array =>
      Int32Array.from({ length: end - begin }, (_, at) => begin + at);
    const training: NetworkTraining = {
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
