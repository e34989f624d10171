import { useMemo, useState } from 'react';
import type { Step } from '@onebit/morphology';
import { readSequence, type SequenceFault } from './parse.ts';

/** The sequence as far as it can be used. */
export interface UsableSequence {
  /** The steps of the text, or, while it cannot be read, of the last text that could be. */
  readonly steps: readonly Step[];
  readonly fault: SequenceFault | undefined;
  /** Whether the fault is only that the text is not finished. */
  readonly unfinished: boolean;
}

/** Reads the text while it is typed: the picture keeps to the last sequence that made sense. */
export function useSequence(text: string): UsableSequence {
  const read = useMemo(() => readSequence(text), [text]);
  const [good, setGood] = useState(read.steps);
  if (!read.error && good !== read.steps) setGood(read.steps);
  const fault = read.error;
  return {
    steps: fault ? good : read.steps,
    fault,
    unfinished: fault !== undefined && fault.position >= text.trimEnd().length,
  };
}
