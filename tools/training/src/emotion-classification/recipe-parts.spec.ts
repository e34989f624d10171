import { readModel, writeModel } from '@onebit/bnn';
import { Random } from '@onebit/bnn-training';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { describe, expect, it } from 'vitest';
import { factorise } from './factorise.ts';
import { fitLinearModel } from './linear-model.ts';
import { packClassifier } from './pack-model.ts';
import { solveSymmetric } from './solve-symmetric.ts';
import { type SparseMatrix, timesWeights } from './sparse-matrix.ts';
import { chooseThresholds } from './thresholds.ts';
import { trainWordOrder } from './train-word-order.ts';
import { collectVocabulary, vectorise } from './vocabulary.ts';
import { VocabularyWords } from './vocabulary-words.ts';
import { numberWords, sequencesOf } from './word-sequences.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Rows of two features each out of ten, with values that follow from a seed. */
function sparse(rows: number, random: Random): SparseMatrix {
  const indices = new Int32Array(2 * rows);
  for (let row = 0; row < rows; row++) {
    const first = random.below(10);
    indices[2 * row] = first;
    indices[2 * row + 1] = (first + 1 + random.below(9)) % 10;
  }
  return {
    rows,
    columns: 10,
    offsets: Int32Array.from({ length: rows + 1 }, (_, row) => 2 * row),
    indices,
    values: Float32Array.from(indices, () => 0.5 + random.uniform()),
  };
}

describe('the linear model', () => {
  const random = new Random(3);
  const matrix = sparse(200, random);
  const targets = Float32Array.from({ length: 400 }, () => random.uniform());
  const c = 2;
  const model = fitLinearModel(matrix, targets, 2, {
    inverseStrength: c,
    passes: 400,
    tolerance: 1e-7,
    random: new Random(5),
  });

  it('is where the gradient of loss and squared weights vanishes', () => {
    const logits = timesWeights(matrix, model.weights, model.bias);
    const gradient = Float64Array.from(model.weights);
    for (let row = 0; row < matrix.rows; row++) {
      for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
        for (let label = 0; label < 2; label++) {
          const error = sigmoid(logits[2 * row + label]!) - targets[2 * row + label]!;
          gradient[2 * matrix.indices[at]! + label]! += c * error * matrix.values[at]!;
        }
      }
    }
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(0.05);
  });

  it('closes the duality gap pass by pass', () => {
    const gaps: number[] = [];
    fitLinearModel(matrix, targets, 2, {
      inverseStrength: c,
      passes: 30,
      tolerance: 0,
      random: new Random(5),
      onPass: (_, gap) => gaps.push(gap),
    });
    expect(gaps.at(-1)).toBeLessThan(gaps[5]!);
    expect(gaps.at(-1)).toBeLessThan(1e-3);
  });
});

describe('factors', () => {
  it('find weights again that are made of signs', () => {
    const random = new Random(7);
    const [rows, width, labels] = [300, 6, 4];
    const matrix = Float32Array.from({ length: width * labels }, () => random.uniform() - 0.5);
    const weights = new Float32Array(rows * labels);
    for (let row = 0; row < rows; row++) {
      const scale = 0.2 + random.uniform();
      for (let bit = 0; bit < width; bit++) {
        const sign = random.uniform() < 0.5 ? -scale : scale;
        for (let label = 0; label < labels; label++) {
          weights[row * labels + label]! += sign * matrix[bit * labels + label]!;
        }
      }
    }
    const errors: number[] = [];
    const factors = factorise(weights, labels, {
      width: 32,
      rounds: 8,
      rowWeights: new Float32Array(rows).fill(1),
      random,
      onRound: (_, error) => errors.push(error),
    });
    expect(errors.at(-1)).toBeLessThanOrEqual(errors[0]!);
    expect(factors.error).toBeLessThan(0.01);
    expect([...new Set(factors.codes)].sort()).toEqual([-1, 1]);
    expect(Math.min(...factors.scales)).toBeGreaterThanOrEqual(0);
  });

  it('rest on a solver that solves', () => {
    const a = Float64Array.of(4, 2, 2, 3);
    const [x, y] = solveSymmetric(a.slice(), 2, Float64Array.of(2, -1), 1);
    expect([4 * x! + 2 * y!, 2 * x! + 3 * y!].map((value) => value.toFixed(5))).toEqual([
      '2.00000',
      '-1.00000',
    ]);
  });
});

describe('thresholds', () => {
  it('come near the ones that made the truth', () => {
    const random = new Random(11);
    const logits = Float32Array.from({ length: 8000 }, () => 6 * random.uniform() - 4);
    const truth = Uint8Array.from(logits, (logit, at) => (logit > (at % 2 ? -1 : 1) ? 1 : 0));
    const { thresholds, blend, crossValidated } = chooseThresholds(logits, truth, 2, random);
    expect(blend).toBe(1);
    expect(crossValidated).toBeGreaterThan(0.97);
    expect(thresholds[0]).toBeCloseTo(sigmoid(1), 1);
    expect(thresholds[1]).toBeCloseTo(sigmoid(-1), 1);
  });
});

describe('features', () => {
  it('are those seen often enough; words and characters have unit length each', () => {
    const texts = ['good morning', 'good evening', 'bad evening'];
    const settings = { words: 1, characters: [3, 3], shortestWord: 4 } as const;
    const vocabulary = collectVocabulary(texts, settings, { words: 2, characters: 2 });
    expect([...vocabulary.documents].every((count) => count >= 2)).toBe(true);
    const { offsets, values, indices } = vectorise(['good evening', 'unseen'], vocabulary);
    const squares = [0, 0];
    for (let at = 0; at < offsets[1]!; at++) {
      squares[vocabulary.block[indices[at]!]!]! += values[at]! ** 2;
    }
    expect(squares[0]).toBeCloseTo(1, 5);
    expect(squares[1]).toBeCloseTo(1, 5);
  });
});

describe('the model of word order', () => {
  const random = new Random(2);
  const texts = Array.from({ length: 320 }, () =>
    random.uniform() < 0.5 ? 'hot not cold' : 'cold not hot',
  );
  const targets = Float32Array.from(texts, (text) => (text.startsWith('hot') ? 1 : 0));
  const rows = Int32Array.from(texts, (_, row) => row);

  it.each([
    ['floats', false],
    ['signs', true],
  ])('learns in %s what no bag of words can tell', { timeout: 60_000 }, (_, signs) => {
    const words = numberWords(texts);
    const sequences = sequencesOf(texts, words);
    const model = trainWordOrder(sequences, new Float32Array(320), targets, {
      vocabulary: words.size + 1,
      labels: 1,
      depth: 32,
      filters: 64,
      signs,
      epochs: 12,
      dropout: 0.5,
      random,
      rows,
    });
    const logits = model.predict(sequences, rows);
    const right = rows.filter((row) => logits[row]! > 0 === (targets[row] === 1)).length;
    model.dispose();
    expect(right).toBe(320);
  });

  it('says the same once it is packed', { timeout: 60_000 }, async () => {
    const settings = { words: 2, characters: [3, 4], shortestWord: 3 } as const;
    const vocabulary = collectVocabulary(texts, settings, { words: 2, characters: 2 });
    const words = new VocabularyWords(vocabulary, texts);
    expect(words.features).toHaveLength(3);
    const sequences = words.sequencesOf(texts);
    const twoTargets = new Float32Array(640);
    targets.forEach((target, row) => (twoTargets[2 * row + (target === 1 ? 0 : 1)] = 1));
    const model = trainWordOrder(sequences, new Float32Array(640), twoTargets, {
      vocabulary: words.features.length + 1,
      labels: 2,
      depth: 32,
      filters: 16,
      signs: true,
      epochs: 40,
      dropout: 0.2,
      random,
      rows,
    });
    const features = vocabulary.low.length;
    const { network, tensors } = packClassifier({
      id: 'packed',
      labels: ['first', 'second'],
      vocabulary,
      factors: {
        width: 8,
        codes: new Int8Array(8 * features).fill(1),
        scales: new Float32Array(features).fill(1),
        matrix: new Float32Array(16),
        error: 0,
      },
      bias: model.bias,
      wordOrder: { model, features: words.features },
      thresholds: [0.5, 0.5],
      provenance: { command: 'by hand', licence: 'MIT' },
    });
    const classifier = await EmotionClassifier.load(readModel(writeModel(network, tensors)));
    const results = await classifier.classify(texts.slice(0, 8));
    const logits = model.predict(sequences, rows.slice(0, 8));
    results.forEach(({ scores }, row) => {
      ['first', 'second'].forEach((label, at) => {
        expect(scores[label]).toBeCloseTo(sigmoid(logits[2 * row + at]!), 1);
      });
    });
    expect(results[0]!.scores['first']! > 0.5).toBe(targets[0] === 1);
    model.dispose();
    classifier.dispose();
  });
});
