import { sequence } from '@onebit/morphology';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  moved,
  pipelineSteps,
  pipelineText,
  removed,
  sequenceOf,
  toggled,
} from './pipeline-text.ts';

const step = fc.record({
  text: fc.constantFrom('open:disk1', 'close:rect3x2', 'fill-holes', 'o3.3'),
  on: fc.boolean(),
});
const pipeline = fc.array(step, { maxLength: 6 });

describe('the text of a pipeline', () => {
  it('reads back as the same steps', () => {
    fc.assert(
      fc.property(pipeline, (steps) => {
        expect(pipelineSteps(pipelineText(steps))).toEqual(steps);
      }),
    );
  });

  it('runs the steps that are on, in their order, and keeps their positions', () => {
    fc.assert(
      fc.property(pipeline, fc.constantFrom(' + ', '+', ' '), (steps, joint) => {
        const text = steps.map(({ text: one, on }) => (on ? one : `~${one}`)).join(joint);
        const run = sequenceOf(text);
        expect(run).toHaveLength(text.length);
        const on = steps.filter((one) => one.on).map((one) => one.text);
        const read = run.trim() === '' ? [] : sequence(run).steps.map(String);
        expect(read).toEqual(on);
        for (const { 0: token, index } of run.matchAll(/[^\s+]+/g)) {
          expect(text.slice(index, index + token.length)).toBe(token);
        }
      }),
    );
  });

  it('keeps a fault where it is: a plus too many, a word that is none', () => {
    expect(sequenceOf('open + + close')).toBe('open + + close');
    expect(sequenceOf('~open:disk1 + clsoe')).toBe('              clsoe');
  });

  it('switches, moves and removes steps', () => {
    const steps = pipelineSteps('open + ~close + erode');
    expect(pipelineText(toggled(steps, 1))).toBe('open + close + erode');
    expect(pipelineText(moved(steps, 0, 2))).toBe('~close + erode + open');
    expect(pipelineText(moved(steps, 2, 0))).toBe('erode + open + ~close');
    expect(pipelineText(removed(steps, 0))).toBe('~close + erode');
  });
});
