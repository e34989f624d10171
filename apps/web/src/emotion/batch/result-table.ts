import type { Row, RowBatch } from './protocol.ts';

/** A row with what the model heard. */
export interface ResultRow extends Row {
  /** Probability of each label; zeros where there is a problem. */
  readonly scores: Float32Array;
  readonly known: number;
  readonly language: string | undefined;
}

/** The results of a file. Rows are only added; their numbers stay in typed arrays, part by part. */
export class ResultTable {
  readonly labels: number;
  readonly #parts: RowBatch[] = [];
  /** Where each part begins. */
  readonly #begins: number[] = [];
  #length = 0;
  #problems = 0;

  constructor(labels: number) {
    this.labels = labels;
  }

  get length(): number {
    return this.#length;
  }

  /** Rows that could not be classified. */
  get problems(): number {
    return this.#problems;
  }

  add(part: RowBatch): void {
    this.#parts.push(part);
    this.#begins.push(this.#length);
    this.#length += part.rows.length;
    for (const { problem } of part.rows) if (problem !== undefined) this.#problems += 1;
  }

  /** Rows from one to before another. */
  *rows(from = 0, to = this.#length): Generator<ResultRow> {
    for (
      let part = this.#partOf(from);
      part < this.#parts.length && this.#begins[part]! < to;
      part++
    ) {
      const { rows, scores, known, languages } = this.#parts[part]!;
      const begin = this.#begins[part]!;
      const last = Math.min(rows.length, to - begin);
      for (let at = Math.max(0, from - begin); at < last; at++) {
        const own = scores.subarray(at * this.labels, (at + 1) * this.labels);
        yield { ...rows[at]!, scores: own, known: known[at]!, language: languages[at] };
      }
    }
  }

  /** The part that holds a row: the last one that begins at it or before. */
  #partOf(row: number): number {
    let low = 0;
    let high = this.#begins.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#begins[middle]! <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
