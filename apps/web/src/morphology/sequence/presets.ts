import { modelNames } from '../learned/models.ts';
import { readSequence } from './parse.ts';

/** A sequence with the name of what it is good for. */
interface Preset {
  readonly title: string;
  readonly sequence: string;
}

/** Sequences to start from, the commonest first. */
const known: readonly Preset[] = [
  { title: 'Remove specks', sequence: 'open:disk1' },
  { title: 'Join strokes', sequence: 'close:disk1' },
  { title: 'Clean a page', sequence: 'close:square2 + open:disk1' },
  { title: 'Clean a page, learned', sequence: 'learned:document-cleaning' },
  { title: 'Smooth', sequence: 'median:5' },
  { title: 'Fill holes', sequence: 'fill-holes' },
  { title: 'Outlines', sequence: 'internal-gradient:square3' },
  { title: 'Centre lines', sequence: 'skeletonize' },
  { title: 'Lines across', sequence: 'open:hline41' },
  { title: 'Lines down', sequence: 'open:vline41' },
  { title: 'Only thin parts', sequence: 'white-tophat:disk3' },
  { title: 'Single pixels', sequence: 'hit-or-miss:000/010/000' },
];

/** The sequences that are offered: those that the library reads. */
export const presets = known.filter(
  ({ sequence }) => !readSequence(sequence, modelNames([])).error,
);
