import type { BitMatrix } from '../storage/bit-matrix.ts';
import { numbersFor } from '../storage/numbers.ts';
import type { ComponentMeasurements, ComponentTable, Connectivity } from './component-table.ts';

const sides = [
  [-1, 0],
  [0, -1],
  [0, 1],
  [1, 0],
] as const;
const corners = [
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;

/** Components by flooding from each one that has no label yet, on one label a place. */
export class LabelTable implements ComponentTable {
  readonly rows: number;
  readonly columns: number;
  readonly connectivity: Connectivity;
  readonly count: number;
  readonly #labels: Uint32Array;

  constructor(source: BitMatrix, connectivity: Connectivity) {
    this.rows = source.rows;
    this.columns = source.columns;
    this.connectivity = connectivity;
    const ones = source.toBytes();
    const { labels, count } = flood(ones, source.rows, source.columns, connectivity);
    this.#labels = labels;
    this.count = count;
  }

  touching(seed: BitMatrix): Uint8Array {
    const seeds = seed.toBytes();
    return this.#flag((row, column) => seeds[row * this.columns + column] === 1);
  }

  areas(): Uint32Array {
    const areas = new Uint32Array(this.count);
    for (const label of this.#labels) if (label > 0) areas[label - 1]! += 1;
    return areas;
  }

  measure(): ComponentMeasurements {
    const eulerNumbers = this.#eulerNumbers();
    const found = Array.from({ length: this.count }, (_, index) => ({
      area: 0,
      left: Infinity,
      top: Infinity,
      right: 0,
      bottom: 0,
      columnSum: 0,
      rowSum: 0,
      eulerNumber: eulerNumbers[index]!,
    }));
    this.#each((label, row, column) => {
      const one = found[label - 1]!;
      one.area += 1;
      one.left = Math.min(one.left, column);
      one.top = Math.min(one.top, row);
      one.right = Math.max(one.right, column);
      one.bottom = Math.max(one.bottom, row);
      one.columnSum += column;
      one.rowSum += row;
    });
    return { length: this.count, at: (index) => found[index]! };
  }

  paint(flags: Uint8Array, destination: BitMatrix): void {
    this.#each((label, row, column) => {
      if (flags[label - 1] !== 0) destination.set(row, column, 1);
    });
  }

  labels(into?: Uint32Array): Uint32Array {
    const values = numbersFor(this, into);
    values.set(this.#labels);
    return values;
  }

  [Symbol.dispose](): void {
    // Nothing of it lies in the kernels' memory.
  }

  #each(visit: (label: number, row: number, column: number) => void): void {
    for (let row = 0; row < this.rows; row++) {
      for (let column = 0; column < this.columns; column++) {
        const label = this.#labels[row * this.columns + column]!;
        if (label > 0) visit(label, row, column);
      }
    }
  }

  #flag(rule: (row: number, column: number) => boolean): Uint8Array {
    const flags = new Uint8Array(this.count);
    this.#each((label, row, column) => {
      if (rule(row, column)) flags[label - 1] = 1;
    });
    return flags;
  }

  /**
   * Euler numbers by counting 2x2 windows with one, with three, and with two diagonal ones of a
   * component: (Q1 - Q3 - 2 QD) / 4 where corners join, (Q1 - Q3 + 2 QD) / 4 where they do not
   * (S. B. Gray, 1971).
   */
  #eulerNumbers(): number[] {
    const quarters = new Array<number>(this.count).fill(0);
    const at = (row: number, column: number): number =>
      row < 0 || column < 0 || row >= this.rows || column >= this.columns
        ? 0
        : this.#labels[row * this.columns + column]!;
    for (let row = -1; row < this.rows; row++) {
      for (let column = -1; column < this.columns; column++) {
        const window = [
          at(row, column),
          at(row, column + 1),
          at(row + 1, column + 1),
          at(row + 1, column),
        ];
        for (const label of new Set(window)) {
          if (label === 0) continue;
          const ones = window.map((other) => other === label);
          const count = ones.filter(Boolean).length;
          const diagonal = count === 2 && ones[0] === ones[2];
          if (count === 1) quarters[label - 1]! += 1;
          if (count === 3) quarters[label - 1]! -= 1;
          if (diagonal) quarters[label - 1]! += this.connectivity === 8 ? -2 : 2;
        }
      }
    }
    return quarters.map((quarter) => quarter / 4);
  }
}

function flood(
  ones: Uint8Array,
  rows: number,
  columns: number,
  connectivity: Connectivity,
): { labels: Uint32Array; count: number } {
  const neighbours = connectivity === 8 ? [...sides, ...corners] : sides;
  const labels = new Uint32Array(rows * columns);
  let count = 0;
  for (let start = 0; start < labels.length; start++) {
    if (ones[start] === 0 || labels[start] !== 0) continue;
    count += 1;
    labels[start] = count;
    const open = [start];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const row = Math.floor(place / columns);
      const column = place % columns;
      for (const [down, right] of neighbours) {
        const y = row + down;
        const x = column + right;
        if (y < 0 || x < 0 || y >= rows || x >= columns) continue;
        const next = y * columns + x;
        if (ones[next] === 0 || labels[next] !== 0) continue;
        labels[next] = count;
        open.push(next);
      }
    }
  }
  return { labels, count };
}
