/** A text with its place in what it was read from. */
export interface TextRecord {
  /** Number of the line, of the document's line or of the table's record without its heading, from 1. */
  readonly row: number;
  readonly text: string;
  /** The whole record: fields by the names of their columns, or the JSON document. */
  readonly source?: unknown;
}

/** The column that is read where none is named. */
export const USUAL_COLUMN = 'text';
