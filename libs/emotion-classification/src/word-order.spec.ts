import { elements, type Model } from '@onebit/bnn';
import { tokenize } from '@onebit/text';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EmotionClassifier } from './emotion-classifier.ts';
import { FeatureFinder } from './feature-finder.ts';
import { codedWords, tinyModel, tinyWordOrder } from './tiny-model.fixture.ts';

const { taps, width, filters } = tinyWordOrder;
const labels = ['joy', 'fear'];
const hearing = tinyModel(labels, undefined, true);
const deaf = tinyModel(labels);

const bit = (bytes: Uint8Array, row: number, bits: number, at: number): number =>
  (bytes[row * Math.ceil(bits / 8) + (at >> 3)]! >> (at & 7)) & 1 ? 1 : -1;

/** The row of a word's code: by the order of the features, which the perfect hash decides. */
function rowOf(word: string): number {
  const finder = new FeatureFinder(hearing);
  const features = codedWords.map((one) => finder.find(one).words[0]!);
  const feature = finder.find(word).words[0] ?? -1;
  return features.includes(feature) ? 1 + features.toSorted((a, b) => a - b).indexOf(feature) : 0;
}

/** The branch in plain loops: what it adds to the log-odds of each label. */
function naive({ tensors }: Model, text: string): number[] {
  const bytes = (name: string): Uint8Array => tensors.get(name)!.bytes;
  const rows = tokenize(text).map((token) => rowOf(token.text));
  const out = labels.map(() => 0);
  if (rows.every((row) => row === 0)) return out;
  const thresholds = elements('I32', bytes('order-thresholds'));
  const head = elements('I8', bytes('order-head'));
  const steps = elements('F32', bytes('order-head-steps'));
  for (let filter = 0; filter < filters; filter++) {
    let largest = thresholds[filter]!;
    for (let place = 0; place < rows.length; place++) {
      let response = 0;
      for (let tap = 0; tap < taps; tap++) {
        const row = rows[place + tap - 1] ?? codedWords.length + 1;
        for (let part = 0; part < width; part++) {
          const weight = bit(bytes('order-weights'), filter, taps * width, tap * width + part);
          response += weight * bit(bytes('order-codes'), row, width, part);
        }
      }
      largest = Math.max(largest, response);
    }
    labels.forEach((_, label) => {
      const over = largest - thresholds[filter]!;
      out[label]! += steps[label]! * over * head[label * filters + filter]!;
    });
  }
  return out;
}

const logOdds = (score: number): number => Math.log(score / (1 - score));
const words = fc.array(fc.constantFrom(...codedWords, 'well', '!', 'then'), { maxLength: 40 });

describe('the order of words', () => {
  it('adds what the definition says to the log-odds, for texts one by one and together', async () => {
    using own = await EmotionClassifier.load(hearing);
    using without = await EmotionClassifier.load(deaf);
    await fc.assert(
      fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 90 }), async (lists) => {
        const texts = lists.map((list) => list.join(' '));
        const results = await own.classify(texts);
        const plain = await without.classify(texts);
        texts.forEach((text, at) => {
          const added = naive(hearing, text);
          labels.forEach((label, index) => {
            const change =
              logOdds(results[at]!.scores[label]!) - logOdds(plain[at]!.scores[label]!);
            expect(change).toBeCloseTo(added[index]!, 4);
          });
        });
      }),
      { numRuns: 12 },
    );
  });

  it('tells apart what a bag of words cannot', async () => {
    using own = await EmotionClassifier.load(hearing);
    const [a, b] = await own.classify(['good then so', 'so then good']);
    const [c, d] = ['good then so', 'so then good'].map((text) => naive(hearing, text));
    expect(c).not.toEqual(d);
    expect(a!.scores).not.toEqual(b!.scores);
  });

  it('is told window by window, and reasons add up with it', async () => {
    using own = await EmotionClassifier.load(hearing);
    await fc.assert(
      fc.asyncProperty(words, async (list) => {
        const text = list.join(' ');
        const { explanation, scores } = await own.classify(text, { explain: ['fear'] });
        const { bias, words, ngrams } = explanation!['fear']!;
        const sum = words.reduce((total, { weight }) => total + weight, bias);
        expect(sum).toBeCloseTo(logOdds(scores['fear']!), 4);
        for (const span of ngrams) expect(text.slice(span.start, span.end)).toBe(span.text);
      }),
      { numRuns: 30 },
    );
  });

  it('says nothing where no word has a code', async () => {
    using own = await EmotionClassifier.load(hearing);
    using without = await EmotionClassifier.load(deaf);
    for (const text of ['', 'well then', 'goodness']) {
      expect((await own.classify(text)).scores).toEqual((await without.classify(text)).scores);
    }
  });

  it('hears a text that is longer than what the kernels take at once', async () => {
    using own = await EmotionClassifier.load(hearing);
    using without = await EmotionClassifier.load(deaf);
    const text = `${'well '.repeat(1500)}so good`;
    const [heard, plain] = await Promise.all([own, without].map((one) => one.classify(text)));
    const added = naive(hearing, text);
    labels.forEach((label, index) => {
      const change = logOdds(heard!.scores[label]!) - logOdds(plain!.scores[label]!);
      expect(change).toBeCloseTo(added[index]!, 4);
    });
  });

  it('refuses a model with more codes than words', async () => {
    const { network, tensors, ...rest } = hearing;
    const members = { ...tensors.get('order-members')! };
    members.bytes = new Uint8Array(members.bytes.length);
    const broken = { ...rest, network, tensors: new Map(tensors).set('order-members', members) };
    await expect(EmotionClassifier.load(broken)).rejects.toMatchObject({
      code: 'model-description-invalid',
    });
  });
});
