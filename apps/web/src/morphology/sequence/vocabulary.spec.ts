import { operationNames, sequence } from '@onebit/morphology';
import { describe, expect, it } from 'vitest';
import { modelNames } from '../learned/models.ts';
import { samples } from '../samples/catalogue.ts';
import { readSequence, shapeOf, stepsThrough } from './parse.ts';
import { presets } from './presets.ts';
import {
  elementWords,
  modelWords,
  numberWords,
  operationWords,
  patternWords,
  windowWords,
  type Argument,
  type Word,
} from './vocabulary.ts';

const argumentsOf: Record<Argument, readonly Word[]> = {
  element: elementWords,
  pattern: patternWords,
  window: windowWords,
  number: numberWords,
  model: modelWords,
  nothing: [],
};

describe('what the page offers', () => {
  it.each(operationWords)('$text is read by the library with all its arguments', (operation) => {
    const offered = argumentsOf[operation.takes];
    const texts = offered.length
      ? offered.map(({ text }) => `${operation.text}:${text}`)
      : [operation.text];
    for (const text of texts) {
      expect(readSequence(text, modelNames([])).steps.join()).toBe(text);
    }
  });

  it('describes each operation once', () => {
    const names = operationWords.map(({ text }) => text);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(operationNames).toContain(name);
  });

  it.each(presets)('the preset "$title" is a sequence', (preset) => {
    const { steps } = readSequence(preset.sequence, modelNames([]));
    expect(stepsThrough(steps, null)).toBe(preset.sequence);
  });

  it.each(samples)('the sample "$id" comes with a sequence', (sample) => {
    expect(sequence(sample.sequence).toString()).toBe(sample.sequence);
  });

  it('has a picture for every element and pattern', () => {
    for (const { text } of elementWords) {
      expect(shapeOf(readSequence(`erode:${text}`).steps[0]!)?.rows.length).toBeGreaterThan(0);
    }
    for (const { text } of patternWords) {
      expect(shapeOf(readSequence(`hit-or-miss:${text}`).steps[0]!)?.rows).toEqual(text.split('/'));
    }
  });
});

describe('reading the field', () => {
  it('takes an empty text for no steps', () => {
    expect(readSequence('  ')).toEqual({ steps: [] });
  });

  it('says where and why a text cannot be read', () => {
    const { error, steps } = readSequence('open:disk1 + opn:disk2');
    expect(steps).toEqual([]);
    expect(error?.position).toBe(13);
    expect(error?.hint).toContain('open');
  });

  it('writes the first steps, or all', () => {
    const { steps } = readSequence('open:disk1+close:disk2');
    expect(stepsThrough(steps, 0)).toBe('');
    expect(stepsThrough(steps, 1)).toBe('open:disk1');
    expect(stepsThrough(steps, null)).toBe('open:disk1 + close:disk2');
  });
});
