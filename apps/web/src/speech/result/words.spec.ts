import type { SeparationReport } from '@onebit/speech-separation';
import { describe, expect, it } from 'vitest';
import { levelOf, levelText, reportWords } from './words.ts';

const report = (
  confidence: number,
  levels: readonly [number, number],
  notes: string[] = [],
): SeparationReport => ({
  model: 'speech-separation-any',
  input: { sampleRate: 8000, channels: 1, seconds: 2, clipped: 0 },
  sampleRate: 8000,
  talkers: { count: 2, probabilityOfTwo: 1 },
  confidence,
  segments: [
    { start: 0, end: 1, confidence, levels },
    { start: 1, end: 2, confidence, levels },
  ],
  notes,
});

describe('the report in words', () => {
  it.each([
    [0.9, 'is sure: it expects 90 %'],
    [0.6, 'is fairly sure: it expects 60 %'],
    [0.3, 'is not sure: it expects 30 %'],
  ])('says how sure the network is (%d)', (confidence, words) => {
    expect(reportWords(report(confidence, [-20, -30])).join(' ')).toContain(words);
  });

  it('repeats every note', () => {
    const notes = ['2 channels were mixed down to one.'];
    expect(reportWords(report(0.9, [-20, -30], notes))).toContain(notes[0]);
  });

  it('says nothing of how sure it is of silence', () => {
    const words = reportWords(report(0, [-Infinity, -Infinity], ['The sound is silent.']));
    expect(words).toEqual(['The sound is silent.']);
  });

  it('tells levels', () => {
    const both = report(0.9, [-20.4, -Infinity]);
    expect(levelText(levelOf(both, 0))).toBe('\u221220 dB');
    expect(levelText(levelOf(both, 1))).toBe('silent');
  });
});
