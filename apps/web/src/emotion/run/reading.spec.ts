import { EmotionClassifier } from '@onebit/emotion-classification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupScores, levelsOf, toldOf } from '../labels/levels.ts';
import { nothingMoved } from '../state/state.ts';
import { infoOf } from './classifiers.ts';
import type { ModelInfo, Question } from './protocol.ts';
import { readText, type Classify } from './reading.ts';

let classifier: EmotionClassifier;
let info: ModelInfo;
let classify: Classify;
beforeAll(async () => {
  classifier = await EmotionClassifier.load();
  info = infoOf(classifier);
  classify = (texts, explain) => classifier.classify(texts, { explain });
});
afterAll(() => classifier.dispose());

const question = (more: Partial<Question>): Question => ({
  text: 'Thank you, but I am so scared of tomorrow',
  model: 'emotion-goemotions',
  runner: 'browser',
  view: 'labels',
  chosen: null,
  ...more,
});

describe('a reading', () => {
  it('takes the words of the likeliest label, or of the one that is asked for', async () => {
    const likeliest = await readText(question({}), info, classify);
    expect(likeliest.target).toBe('gratitude');
    expect(likeliest.loudest[0]!.text).toBe('Thank');
    const fear = await readText(question({ chosen: 'fear' }), info, classify);
    expect(fear.loudest[0]!.text).toBe('scared');
    expect(fear.scores).toEqual(likeliest.scores);
  });

  it('weighs the words of a group by what they do to the group', async () => {
    const text = 'I am happy, thank you';
    const { words, scores } = await readText(
      question({ text, view: 'groups', chosen: 'joy' }),
      info,
      classify,
    );
    // The slope of the group's log-odds along each member's, measured.
    const joy = info.groups.findIndex(({ name }) => name === 'joy');
    const logOdds = (p: number): number => Math.log(p / (1 - p));
    const members = info.groups[joy]!.members;
    const names = members.map((label) => info.labels[label]!);
    const { explanation } = await classifier.classify(text, { explain: names });
    const step = 1e-5;
    const slopes = members.map((label) => {
      const moved = [...scores];
      moved[label] = 1 / (1 + Math.exp(-(logOdds(scores[label]!) + step)));
      const of = (values: readonly number[]): number => groupScores(values, info.groups)[joy]!;
      return (logOdds(of(moved)) - logOdds(of(scores))) / step;
    });
    words.forEach(({ weight }, at) => {
      const expected = names.reduce(
        (sum, name, member) => sum + slopes[member]! * explanation![name]!.words[at]!.weight,
        0,
      );
      expect(weight).toBeCloseTo(expected, 3);
    });
  });

  it('colours nothing where nothing is known, nor for a name that the model has not', async () => {
    const silent = await readText(question({ text: '🂡' }), info, classify);
    expect(silent).toMatchObject({ known: 0, words: [], loudest: [] });
    const stranger = await readText(question({ chosen: 'hunger' }), info, classify);
    expect(stranger.words).toEqual([]);
  });
});

describe('levels', () => {
  it('tell what the library tells, unless a threshold is moved', async () => {
    const text = question({}).text;
    const { labels, groups, scores, known } = await classifier.classify(text);
    const values = info.labels.map((label) => scores[label]!);
    const told = (view: 'labels' | 'groups', moved = nothingMoved): string[] =>
      toldOf(levelsOf(info, values, known, view, moved)).map(({ name }) => name);
    expect(told('labels')).toEqual(labels);
    expect(told('groups')).toEqual(groups);
    expect(told('labels', { labels: { fear: 1 }, groups: {} })).toEqual(
      labels.filter((label) => label !== 'fear'),
    );
    expect(toldOf(levelsOf(info, values, 0, 'labels', nothingMoved))).toEqual([]);
  });
});
