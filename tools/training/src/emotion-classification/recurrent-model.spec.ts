import { FloatMatrix, withTemporaries } from '@onebit/bitwise-kernels';
import { Random } from '@onebit/bnn-training';
import { describe, expect, it } from 'vitest';
import { RecurrentModel } from './recurrent-model.ts';
import { trainRecurrent } from './train-recurrent.ts';
import { numberWords, sequencesOf } from './word-sequences.ts';

describe('the recurrent model', () => {
  // Texts of unlike lengths, an empty one among them; words that occur more than once.
  const sequences = {
    offsets: Int32Array.of(0, 3, 3, 8, 9),
    words: Int32Array.of(1, 2, 1, 3, 1, 4, 2, 3, 4),
  };
  const rows = Int32Array.of(2, 0, 1, 3);
  const wanted = Float32Array.of(1, 0, 0.5, 1, 0, 0, 0.2, 0, 1, 0, 1, 0);
  const [depth, units, labels] = [5, 3, 3];

  it('has the slopes of the loss as gradients, word vectors and masked parts included', () => {
    const random = new Random(3);
    const vectors = Float32Array.from({ length: 5 * depth }, () => 2 * random.uniform() - 1);
    const bias = Float32Array.of(0.1, -0.3, 0.2);
    const model = new RecurrentModel({ vectors, depth, units, bias }, random);
    const mask = Float32Array.from({ length: 4 * 4 * units }, (_, at) => (at % 5 === 0 ? 0 : 1.25));
    const ask = (learn: boolean): number =>
      withTemporaries(() => {
        const heard = model.hear(sequences, rows, mask);
        const logits = heard.logits.data.slice();
        const slopes = logits.map((logit, at) => 1 / (1 + Math.exp(-logit)) - wanted[at]!);
        if (learn) model.learn(heard, FloatMatrix.from(4, labels, slopes));
        return logits.reduce(
          (sum, logit, at) => sum + Math.log1p(Math.exp(logit)) - wanted[at]! * logit,
          0,
        );
      });
    ask(true);
    const size = 1e-2;
    for (const [name, parameter] of model.parameters.entries()) {
      const { values } = parameter;
      const moved = values.map(() => random.uniform() - 0.5);
      const slope = parameter.gradient.data.reduce((sum, value, at) => sum + value * moved[at]!, 0);
      const loss = (by: number): number => {
        parameter.values = values.map((value, at) => value + by * moved[at]!);
        return ask(false);
      };
      const measured = (loss(size) - loss(-size)) / (2 * size);
      parameter.values = values;
      expect(Math.abs(slope - measured), `parameter ${name}`).toBeLessThan(
        2e-4 + 0.01 * Math.abs(measured),
      );
      expect(measured, `parameter ${name}`).not.toBe(0);
    }
    // The first step of Adam goes against the sign of each slope.
    const slopes = vectors.map((value, at) => {
      const [up, down] = [size, -size].map((by) => {
        vectors[at] = value + by;
        return ask(false);
      });
      vectors[at] = value;
      return (up! - down!) / (2 * size);
    });
    const before = vectors.slice();
    model.step(1, Number.MIN_VALUE, 1e-3);
    slopes.forEach((slope, at) => {
      if (Math.abs(slope) < 1e-3) return;
      expect(Math.sign(vectors[at]! - before[at]!), `component ${at}`).toBe(-Math.sign(slope));
    });
    expect(slopes.filter((slope) => Math.abs(slope) >= 1e-3).length).toBeGreaterThan(10);
    model.dispose();
  });

  it('learns the order of words', { timeout: 60_000 }, () => {
    const random = new Random(2);
    const texts = Array.from({ length: 320 }, () =>
      random.uniform() < 0.5 ? 'hot not cold' : 'cold not hot',
    );
    const targets = Float32Array.from(texts, (text) => (text.startsWith('hot') ? 1 : 0));
    const words = numberWords(texts);
    const all = Int32Array.from(texts.keys());
    const options = {
      vocabulary: words.size + 1,
      labels: 1,
      depth: 8,
      units: 8,
      epochs: 20,
      dropout: 0.1,
      random,
      rows: all,
    };
    const logits = trainRecurrent(sequencesOf(texts, words), targets, options, all);
    expect([...all].filter((row) => logits[row]! > 0 === (targets[row] === 1))).toHaveLength(320);
  });
});
