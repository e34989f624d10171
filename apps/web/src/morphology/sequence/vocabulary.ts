import { operationNames } from '@onebit/morphology';
import { shippedModels } from '../learned/models.ts';

/** What an operation wants behind its colon. */
export type Argument = 'element' | 'pattern' | 'window' | 'number' | 'model' | 'nothing';

export interface Word {
  readonly text: string;
  readonly says: string;
}

interface OperationWord extends Word {
  readonly takes: Argument;
}

/** Operations in plain words, the commonest first. */
const describedOperations: readonly OperationWord[] = [
  { text: 'open', takes: 'element', says: 'remove what the element does not fit into' },
  { text: 'close', takes: 'element', says: 'fill what the element does not fit into' },
  { text: 'erode', takes: 'element', says: 'shrink: keep where the element fits' },
  { text: 'dilate', takes: 'element', says: 'grow by the element' },
  { text: 'fill-holes', takes: 'nothing', says: 'fill background that is shut in' },
  { text: 'clear-border', takes: 'nothing', says: 'remove what touches the edge' },
  { text: 'area-open', takes: 'number', says: 'remove pieces smaller than so many pixels' },
  { text: 'reconstruct', takes: 'element', says: 'keep whole pieces that survive an erosion' },
  { text: 'skeletonize', takes: 'nothing', says: 'thin to centre lines' },
  { text: 'thin', takes: 'nothing', says: 'thin until nothing changes' },
  { text: 'median', takes: 'window', says: 'the majority of a window' },
  { text: 'gradient', takes: 'element', says: 'outline, both sides' },
  { text: 'internal-gradient', takes: 'element', says: 'outline, inner side' },
  { text: 'external-gradient', takes: 'element', says: 'outline, outer side' },
  { text: 'white-tophat', takes: 'element', says: 'only what an opening removes' },
  { text: 'black-tophat', takes: 'element', says: 'only what a closing adds' },
  { text: 'close-safe', takes: 'element', says: 'close without loss at the edge' },
  { text: 'hit-or-miss', takes: 'pattern', says: 'find a pattern: 1 set, 0 clear, x any' },
  { text: 'learned', takes: 'model', says: 'a filter learned from examples' },
];

/** The operations that are offered: those that the library reads. */
export const operationWords = describedOperations.filter(({ text }) =>
  operationNames.some((name) => name === text),
);

/** The elements that are offered, with sizes to start from. */
export const elementWords: readonly Word[] = [
  { text: 'disk1', says: '3 × 3, round' },
  { text: 'disk2', says: '5 × 5, round' },
  { text: 'disk3', says: '7 × 7, round' },
  { text: 'disk5', says: '11 × 11, round' },
  { text: 'square3', says: '3 × 3' },
  { text: 'square5', says: '5 × 5' },
  { text: 'rect5x3', says: '5 wide, 3 high' },
  { text: 'rect3x5', says: '3 wide, 5 high' },
  { text: 'cross3', says: 'a plus of 3 × 3' },
  { text: 'cross5', says: 'a plus of 5 × 5' },
  { text: 'diamond2', says: '5 × 5, on its corner' },
  { text: 'hline9', says: '9 pixels across' },
  { text: 'hline41', says: '41 pixels across' },
  { text: 'vline9', says: '9 pixels down' },
  { text: 'vline41', says: '41 pixels down' },
  { text: '101/010/101', says: 'your own rows' },
];

/** Patterns for hit-or-miss. */
export const patternWords: readonly Word[] = [
  { text: '000/010/000', says: 'single pixels' },
  { text: 'x0x/011/x11', says: 'upper left corners' },
  { text: '000/010/x1x', says: 'upper ends of lines' },
];

/** Windows: a side, or width and height. */
export const windowWords: readonly Word[] = [
  { text: '3', says: '3 × 3' },
  { text: '5', says: '5 × 5' },
  { text: '7', says: '7 × 7' },
  { text: '9x3', says: '9 wide, 3 high' },
];

/** Numbers of pixels. */
export const numberWords: readonly Word[] = [
  { text: '16', says: 'pixels' },
  { text: '64', says: 'pixels' },
  { text: '256', says: 'pixels' },
];

/** Learned filters that come with the page. */
export const modelWords: readonly Word[] = shippedModels.map(({ name: text }) => ({
  text,
  says: 'comes with this page',
}));

/** What an operation takes; undefined for a name that is not offered. */
export function argumentOf(operation: string): Argument | undefined {
  return operationWords.find(({ text }) => text === operation)?.takes;
}
