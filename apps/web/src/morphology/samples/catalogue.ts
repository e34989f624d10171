import { drawBarcode } from './barcode.ts';
import { drawBlobs } from './blobs.ts';
import { drawCircuit } from './circuit.ts';
import { drawForm } from './form.ts';
import { drawPage } from './page.ts';
import { drawRidges } from './ridges.ts';
import type { Sheet } from './sheet.ts';

/** An image that the page draws itself. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** A sequence that shows what the sample is for. */
  readonly sequence: string;
  readonly draw: () => Sheet;
}

/** The samples, in the order in which they are offered. */
export const samples: readonly [Sample, ...Sample[]] = [
  { id: 'page', title: 'Worn page', sequence: 'close:square2 + open:disk1', draw: drawPage },
  { id: 'cells', title: 'Cells', sequence: 'open:disk3 + fill-holes', draw: drawBlobs },
  {
    id: 'circuit',
    title: 'Circuit board',
    sequence: 'close:disk2 + open:disk3',
    draw: drawCircuit,
  },
  {
    id: 'barcode',
    title: 'Barcode',
    sequence: 'open:disk1 + close:vline11 + open:vline41',
    draw: drawBarcode,
  },
  { id: 'form', title: 'Ruled form', sequence: 'open:hline41', draw: drawForm },
  { id: 'ridges', title: 'Ridges', sequence: 'close:disk2 + skeletonize', draw: drawRidges },
];

/** The sample with the given id, if there is one. */
export function findSample(id: string): Sample | undefined {
  return samples.find((sample) => sample.id === id);
}
