import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../run/protocol.ts';
import { reduce } from '../state/reducer.ts';
import { startState } from '../state/state.ts';
import { levelsOf } from './levels.ts';

const info: ModelInfo = {
  id: 'emotion-two',
  labels: ['joy', 'fear'],
  thresholds: [0.4, 0.4],
  groups: [],
  languages: [
    { name: 'en', thresholds: [0.3, 0.5] },
    { name: 'fi', thresholds: [0.6, 0.2] },
  ],
  bytes: 1,
  licence: 'MIT',
  source: 'a test',
};
const scores = [0.5, 0.5];
const bars = (moved: Readonly<Record<string, number>>, language?: string) =>
  levelsOf(info, scores, 1, 'labels', { labels: moved, groups: {} }, language).map(
    ({ threshold, moved: isMoved, told }) => [threshold, isMoved, told],
  );

describe('the bars of a model of several languages', () => {
  it('know which labels are never told', () => {
    const [en, fi] = info.languages;
    const silent = { ...info, languages: [{ ...en!, thresholds: [0.3, 1] }, fi!] };
    const never = (language: string) =>
      levelsOf(silent, scores, 1, 'labels', { labels: { fear: 0.5 }, groups: {} }, language).map(
        (level) => level.never,
      );
    expect(never('en')).toEqual([false, true]);
    expect(never('fi')).toEqual([false, false]);
  });

  it('have the thresholds of the language of the text', () => {
    expect(bars({}, 'en')).toEqual([
      [0.3, false, true],
      [0.5, false, true],
    ]);
    expect(bars({}, 'fi')).toEqual([
      [0.6, false, false],
      [0.2, false, true],
    ]);
  });

  it('move in the language that was read, and in no other', () => {
    const [joy] = levelsOf(info, scores, 1, 'labels', { labels: {}, groups: {} }, 'en');
    const { moved } = reduce(startState({}), {
      type: 'threshold-moved',
      key: joy!.key,
      threshold: 0.9,
    });
    expect(bars(moved.labels, 'en')[0]).toEqual([0.9, true, false]);
    expect(bars(moved.labels, 'fi')[0]).toEqual([0.6, false, false]);
  });

  it('move in all languages where they were moved without one', () => {
    const [joy] = levelsOf(info, scores, 0, 'labels', { labels: {}, groups: {} });
    expect(joy!.key).toBe('joy');
    for (const language of ['en', 'fi']) {
      expect(bars({ joy: 0.45 }, language)[0]).toEqual([0.45, true, true]);
      expect(bars({ joy: 0.45, 'en/joy': 0.55 }, language)[0]).toEqual(
        language === 'en' ? [0.55, true, false] : [0.45, true, true],
      );
    }
  });
});
