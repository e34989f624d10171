import { useMemo, useState } from 'react';
import type { Step } from '@onebit/morphology';
import { modelNames, type PageModel } from '../learned/models.ts';
import { sequenceOf } from '../pipeline/pipeline-text.ts';
import { readSequence, type SequenceFault } from './parse.ts';

/** The pipeline as far as it can be used. */
export interface UsableSequence {
  /** The text, or, while it cannot be read, the last one that could be. */
  readonly pipeline: string;
  /** Its steps that are on. */
  readonly steps: readonly Step[];
  readonly fault: SequenceFault | undefined;
  /** Whether the fault is only that the text is not finished. */
  readonly unfinished: boolean;
}

/** Reads the text while it is typed: the picture keeps to the last pipeline that made sense. */
export function useSequence(text: string, models: readonly PageModel[]): UsableSequence {
  const read = useMemo(() => {
    const { steps, error } = readSequence(sequenceOf(text), modelNames(models));
    return { pipeline: text, steps, error };
  }, [text, models]);
  const [good, setGood] = useState(read.error ? { ...read, pipeline: '' } : read);
  if (!read.error && good !== read) setGood(read);
  const fault = read.error;
  const { pipeline, steps } = fault ? good : read;
  return {
    pipeline,
    steps,
    fault,
    unfinished: fault !== undefined && fault.position >= text.trimEnd().length,
  };
}
