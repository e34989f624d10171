import type { Runner } from '../../ui/runner.ts';

/** How the texts lie in a file. */
export type Layout =
  | { readonly kind: 'lines' }
  | {
      readonly kind: 'table';
      readonly delimiter: string;
      /** Whether fields may stand in quotes. */
      readonly quoted: boolean;
      /** Whether the first record names the columns. */
      readonly heading: boolean;
      readonly column: number;
    }
  | {
      readonly kind: 'json';
      /** The member that holds the text; documents that are strings need none. */
      readonly member: string;
    };

/** A file to classify. */
export interface BatchRequest {
  readonly file: Blob;
  readonly layout: Layout;
  readonly model: string;
  readonly runner: Runner;
}

/** A record of the file. */
export interface Row {
  /** Its number in the file, from 1; a heading is not counted. */
  readonly number: number;
  readonly text: string;
  /** The fields of a table's record, or the JSON document as it stood. */
  readonly source?: readonly string[] | string;
  /** Why it has no text that can be classified. */
  readonly problem?: string;
}

/** Records with what the model heard. */
export interface RowBatch {
  readonly rows: readonly Row[];
  /** For each row a probability for each label; zeros where there is a problem. */
  readonly scores: Float32Array;
  /** For each row how many of its features the model knows. */
  readonly known: Int32Array;
  /** For each row the language that decided, where the model reads several. */
  readonly languages: readonly (string | undefined)[];
}
