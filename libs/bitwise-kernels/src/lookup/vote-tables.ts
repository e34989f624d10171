import { OnebitError } from '@onebit/errors';

/** Most inputs of one table. */
export const MAX_TABLE_INPUTS = 16;
/** The farthest that an input lies from the place it votes on, in rows and in columns. */
export const MAX_TABLE_REACH = 127;

/** Tables that vote on every place of a picture by what its neighbourhood holds. */
export interface VoteTables {
  /** Inputs of each table, 1 to 16. */
  readonly depth: number;
  /** Three numbers an input, table by table: plane, columns to the right, rows down. */
  readonly inputs: Int16Array;
  /** 2^depth votes a table; the first input is bit 0 of the index. */
  readonly votes: Int8Array;
  /** A place is set where the votes add up to at least this. */
  readonly threshold: number;
}

/** Refuses tables that do not fit together or whose sum could leave 16 bits. */
export function checkTables({ depth, inputs, votes, threshold }: VoteTables, planes: number): void {
  const tables = inputs.length / (3 * depth);
  const formed =
    Number.isInteger(depth) &&
    depth >= 1 &&
    depth <= MAX_TABLE_INPUTS &&
    Number.isInteger(tables) &&
    tables >= 1 &&
    votes.length === tables * 2 ** depth;
  if (!formed) {
    throw new OnebitError('size-mismatch', {
      expected: `3 numbers an input and 2^depth votes a table, depth 1 to ${MAX_TABLE_INPUTS}`,
      received: `depth ${depth}, ${inputs.length} numbers and ${votes.length} votes`,
      hint: 'Every table has the same number of inputs.',
    });
  }
  for (let at = 0; at < inputs.length; at += 3) {
    const [plane, x, y] = [inputs[at]!, inputs[at + 1]!, inputs[at + 2]!];
    const inside = Math.max(Math.abs(x), Math.abs(y)) <= MAX_TABLE_REACH;
    if (plane >= 0 && plane < planes && inside) continue;
    throw new OnebitError('value-invalid', {
      expected: `inputs on planes 0 to ${planes - 1}, at most ${MAX_TABLE_REACH} places away`,
      received: `plane ${plane}, ${x} columns and ${y} rows away`,
      hint: 'Give every plane that the tables read.',
    });
  }
  const largest = votes.reduce((most, vote) => Math.max(most, Math.abs(vote)), 0) * tables;
  if (Number.isInteger(threshold) && largest < 0x8000 && Math.abs(threshold) < 0x7fff) return;
  throw new OnebitError('value-invalid', {
    expected: 'a whole threshold, and votes whose sum fits 16 bits',
    received: `threshold ${threshold}, votes of up to ${largest} together`,
    hint: 'Use fewer tables or smaller votes.',
  });
}
