import type { Proof } from '@onebit/morphology';
import type { Problem } from '../../ui/problem.ts';
import type { Picture } from './pictures.ts';

/** Largest side of the elements, odd. */
export type WindowSide = 3 | 5 | 7 | 9;
/** Bytes that tables may take where no chain is exact. */
export type TableBytes = 0 | 1024 | 4096;

/** What the page asks of the worker. */
export type TeachRequest =
  /** Read the files of pairs as bits. */
  | {
      readonly kind: 'read';
      readonly pairs: readonly { readonly before: Blob; readonly after: Blob }[];
    }
  /** Make pairs of a known operation, to try the learning on. */
  | { readonly kind: 'example' }
  | {
      readonly kind: 'fit';
      readonly pairs: readonly { readonly before: Picture; readonly after: Picture }[];
      readonly window: WindowSide;
      readonly maxBytes: TableBytes;
    };

/** A filter that was learned. */
export interface Taught {
  /** The model file. */
  readonly file: Uint8Array<ArrayBuffer>;
  /** The filter as a sequence that anyone can read; null where it is a table. */
  readonly sequence: string | null;
  readonly description: string;
  readonly proof: Proof;
  /** Bytes of the tables. */
  readonly bytes: number;
  /** What it makes of the before pictures. */
  readonly results: readonly Picture[];
  readonly milliseconds: number;
}

/** What the worker tells the page. */
export type TeachReply =
  | { readonly kind: 'progress'; readonly fraction: number; readonly doing: string }
  | {
      readonly kind: 'pairs';
      readonly pairs: readonly { readonly before: Picture; readonly after: Picture }[];
    }
  | { readonly kind: 'taught'; readonly taught: Taught }
  | { readonly kind: 'failed'; readonly problem: Problem };
