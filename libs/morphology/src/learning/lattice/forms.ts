import type { ChainForm } from './descent.ts';

/** What a learned chain may be made of. */
export const learnableOperators = [
  'dilate',
  'erode',
  'open',
  'close',
  'white-tophat',
  'black-tophat',
  'open-close',
  'close-open',
] as const;

/** One of the {@link learnableOperators}. */
export type LearnableOperator = (typeof learnableOperators)[number];

/** The chains of several steps, by operator. */
export const chainForms: Readonly<Partial<Record<LearnableOperator, ChainForm>>> = {
  open: { name: 'open', kinds: ['erode', 'dilate'], tied: [[0, 1]] },
  close: { name: 'close', kinds: ['dilate', 'erode'], tied: [[0, 1]] },
  'open-close': {
    name: 'open-close',
    kinds: ['erode', 'dilate', 'dilate', 'erode'],
    tied: [
      [0, 1],
      [2, 3],
      [0, 1, 2, 3],
    ],
  },
  'close-open': {
    name: 'close-open',
    kinds: ['dilate', 'erode', 'erode', 'dilate'],
    tied: [
      [0, 1],
      [2, 3],
      [0, 1, 2, 3],
    ],
  },
};
