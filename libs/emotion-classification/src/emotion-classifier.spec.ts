import { runReference } from '@onebit/bnn';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmotionClassifier } from './emotion-classifier.ts';
import type { EmotionResult } from './result.ts';
import { ekmanGroups, ekmanScores } from './emotion-groups.ts';
import { FeatureFinder } from './feature-finder.ts';
import { EMOTION_LIMITS } from './limits.ts';
import { tinyModel } from './tiny-model.fixture.ts';

let classifier: EmotionClassifier;
beforeAll(async () => {
  classifier = await EmotionClassifier.load();
});
afterAll(() => classifier.dispose());

describe('the default model', () => {
  it.each([
    ['Thank you so much for your help!', 'gratitude'],
    ['I love you with all my heart', 'love'],
    ['lol that is hilarious', 'amusement'],
    ['I am so sorry for your loss', 'sadness'],
    ['What is this? Why would anyone do that?', 'curiosity'],
  ])('hears in %j: %s', async (text, label) => {
    const { labels, scores } = await classifier.classify(text);
    expect(labels).toContain(label);
    expect(scores[label]).toBeGreaterThan(0.2);
  });

  it('weighs less than a megabyte', () => {
    expect(classifier.model.bytes).toBeLessThanOrEqual(1_000_000);
    expect(classifier.labels).toHaveLength(28);
  });

  it('tells nothing where it knows nothing, whatever the threshold', async () => {
    for (const text of ['', ' \n', '\ud800', '\u200d\u200d', '🂡🂢']) {
      const result = await classifier.classify(text, { threshold: 0 });
      expect(result).toMatchObject({ labels: [], groups: [], known: 0 });
    }
  });

  it('gives probabilities, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
        const { scores, labels } = await classifier.classify(text);
        const values = Object.values(scores);
        expect(values).toHaveLength(28);
        expect(values.every((score) => score > 0 && score < 1)).toBe(true);
        expect(labels.every((label) => label in scores)).toBe(true);
      }),
    );
  });

  it('answers one text as it answers it among many', async () => {
    const texts = Array.from({ length: 150 }, (_, at) => `I am ${at % 2 ? 'happy' : 'sad'} ${at}!`);
    const together = await classifier.classify(texts);
    expect(together[77]).toEqual(await classifier.classify(texts[77]!));
    const streamed = [];
    for await (const result of classifier.classifyLines(texts)) streamed.push(result);
    expect(streamed).toEqual(together);
    expect(await classifier.classify([])).toEqual([]);
  });
});

describe('sparse sums', () => {
  it('are those of the reference on dense inputs', async () => {
    const small = tinyModel();
    const own = await EmotionClassifier.load(small);
    const finder = new FeatureFinder(small);
    for (const text of ['good', 'good bad', 'so good so bad!', 'ugly', '']) {
      const { features, weights, length } = finder.find(text);
      const input = new Float64Array(small.network.input.shape[0]!);
      for (let at = 0; at < length; at++) input[features[at]!] = weights[at]!;
      const expected = runReference(small, input);
      const { scores, known } = await own.classify(text);
      expect(known).toBe(length);
      own.labels.forEach((label, at) => {
        expect(scores[label]).toBeCloseTo(1 / (1 + Math.exp(-expected[at]!)), 6);
      });
    }
    own.dispose();
  });
});

describe('reasons', () => {
  const text = "I can't believe it, this is WONDERFUL!! 😀 thanks";

  it('add up to the log-odds of the label', async () => {
    const { explanation, scores } = await classifier.classify(text, { explain: ['joy', 'fear'] });
    for (const label of ['joy', 'fear']) {
      const { bias, words } = explanation![label]!;
      const sum = words.reduce((total, { weight }) => total + weight, bias);
      expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(scores[label]!, 4);
    }
  });

  it('stand where they say, loudest first', async () => {
    const { explanation, labels } = await classifier.classify(text, { explain: true });
    expect(Object.keys(explanation!)).toEqual(labels);
    for (const { ngrams, words } of Object.values(explanation!)) {
      expect(ngrams.length).toBeLessThanOrEqual(12);
      for (const span of [...ngrams, ...words]) {
        expect(text.slice(span.start, span.end)).toBe(span.text);
      }
      const shown = ngrams.map((ngram) => ngram.marked);
      expect(new Set(shown).size).toBe(ngrams.length);
      for (const ngram of ngrams) expect(ngram.marked).toContain(ngram.text);
      const loudness = ngrams.map(({ weight }) => Math.abs(weight));
      expect(loudness).toEqual(loudness.toSorted((a, b) => b - a));
    }
  });

  it('are none where nothing is known', async () => {
    const { explanation } = await classifier.classify('', { explain: ['joy'] });
    expect(explanation!['joy']).toMatchObject({ ngrams: [], words: [] });
  });
});

describe('thresholds', () => {
  it('can be one for all or some by name', async () => {
    const all = await classifier.classify('I love it', { threshold: 0 });
    expect(all.labels).toHaveLength(28);
    expect(all.labels[0]).toBe('love');
    const none = await classifier.classify('I love it', { threshold: { love: 1 } });
    expect(none.labels).not.toContain('love');
  });

  it('of labels leave the groups as they are', async () => {
    const { groups } = await classifier.classify('I love it');
    expect(groups).not.toEqual([]);
    for (const threshold of [0, 1, { love: 1, joy: 1 }]) {
      expect((await classifier.classify('I love it', { threshold })).groups).toEqual(groups);
    }
  });
});

describe('refusals', () => {
  const refused = (call: () => Promise<unknown>, code: string) =>
    expect(call()).rejects.toMatchObject({ code });

  it('name what was wrong', async () => {
    await refused(() => classifier.classify(7 as unknown as string), 'value-invalid');
    await refused(() => classifier.classify([null] as unknown as string[]), 'value-invalid');
    await refused(() => classifier.classify('x', { threshold: 1.5 }), 'value-invalid');
    await refused(() => classifier.classify('x', { threshold: { lve: 0.5 } }), 'label-unknown');
    await refused(() => classifier.classify('x', { explain: ['lve'] }), 'label-unknown');
    const long = 'x'.repeat(EMOTION_LIMITS.characters);
    await classifier.classify(long);
    await refused(() => classifier.classify(`${long}x`), 'text-too-long');
  });

  it('stop when asked to, before and between texts', async () => {
    await refused(() => classifier.classify('x', { signal: AbortSignal.abort() }), 'aborted');
    const controller = new AbortController();
    const texts = Array.from({ length: 3000 }, () => 'good '.repeat(400));
    const onProgress = () => controller.abort();
    await refused(
      () => classifier.classify(texts, { signal: controller.signal, onProgress }),
      'aborted',
    );
  });

  it('tell a disposed classifier and a model of another kind', async () => {
    const own = await EmotionClassifier.load(tinyModel());
    own.dispose();
    own.dispose();
    await refused(() => own.classify('x'), 'used-after-dispose');
    const { network, tensors, ...rest } = tinyModel();
    await refused(
      () => EmotionClassifier.load({ ...rest, tensors, network: { ...network, task: 'other' } }),
      'model-description-invalid',
    );
  });
});

describe('a model of several languages', () => {
  const languages = [
    { shifts: [-9, 0], decisionThresholds: [0.5, 1] },
    { shifts: [9, 1], decisionThresholds: [0.5, 0] },
  ];
  const model = tinyModel(['joy', 'fear', 'fi', 'sv'], languages);

  it('detects one, or takes it as given, and decides as that one does', async () => {
    using own = await EmotionClassifier.load(model);
    expect([own.labels, own.languages]).toEqual([
      ['joy', 'fear'],
      ['fi', 'sv'],
    ]);
    const detected = await own.classify('so good');
    const [fi, sv] = await Promise.all(
      own.languages.map((language) => own.classify('so good', { language, explain: ['joy'] })),
    );
    const answers = [fi!, sv!].map(({ language, labels }) => [language, labels.toSorted()]);
    expect(answers).toEqual([
      ['fi', []],
      ['sv', ['fear', 'joy']],
    ]);
    const same = detected.language === 'fi' ? fi! : sv!;
    expect(detected.scores).toEqual(same.scores);
    const logOdds = ({ scores }: EmotionResult): number =>
      Math.log(scores['joy']! / (1 - scores['joy']!));
    expect(logOdds(sv!) - logOdds(fi!)).toBeCloseTo(18, 3);
    const { bias } = fi!.explanation!['joy']!;
    expect(sv!.explanation!['joy']!.bias - bias).toBeCloseTo(18, 5);
  });

  it('has the highest output of its languages as the detected one', async () => {
    const detectedBy = async (order: readonly string[]): Promise<string | undefined> => {
      using own = await EmotionClassifier.load(tinyModel(['joy', 'fear', ...order], languages));
      return (await own.classify('so good bad')).language;
    };
    expect(await detectedBy(['a', 'b'])).not.toBe(await detectedBy(['b', 'a']));
  });

  it('tells no language of a text of which nothing is known, and knows its own only', async () => {
    using own = await EmotionClassifier.load(model);
    expect(await own.classify('qqqq')).not.toHaveProperty('language');
    for (const [one, language] of [
      [own, 'de'],
      [classifier, 'en'],
    ] as const) {
      await expect(one.classify('x', { language })).rejects.toMatchObject({
        code: 'value-invalid',
      });
    }
  });
});

describe("Ekman's groups", () => {
  it('hold every label of the model once', () => {
    expect(Object.values(ekmanGroups).flat().toSorted()).toEqual(classifier.labels.toSorted());
  });

  it('are told by the chance that any member holds', async () => {
    const { groups, scores } = await classifier.classify('I love you, thank you!');
    expect(groups[0]).toBe('joy');
    const joy = ekmanScores(scores).joy;
    expect(joy).toBeGreaterThanOrEqual(
      classifier.model.network.groups!.find(({ name }) => name === 'joy')!.threshold,
    );
  });
});
