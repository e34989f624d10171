/**
 * From an element to a chain of runs.
 *
 * Each row of an element falls into horizontal runs of offsets. Rows of the image that need the
 * same run [first, last] are combined before the run is taken, so that each different run is taken
 * once: out = OP_j run_j(V_j), where V_j combines the image rows y + dy that need run_j.
 *
 * Runs also nest: a longer run is a shorter one, taken of a run that makes up the difference, and
 * a run of a combination is the combination of the runs. With the runs sorted longest first,
 *
 *   out = run_n(V_n OP step(V_{n-1} OP step(... OP step(V_1))))
 *
 * where the step from run j to the shorter run j + 1 is the run that starts at first_j - first_{j+1}
 * and has length_j - length_{j+1} + 1 offsets. For a disk the steps are mostly runs of three.
 */

/** The offsets of one row of an element: dx from `first` to `last`, both included. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly dy: number;
}

/** Combine the rows `dy` into the buffer, then take the run of `length` from offset `start`. */
export interface Link {
  readonly rows: readonly number[];
  readonly start: number;
  readonly length: number;
}

/** What an element is, seen by the kernels. */
export interface Chain {
  readonly links: readonly Link[];
  /** The farthest that any run reads to either side. */
  readonly reach: number;
}

const clamp = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/**
 * Limits runs to the size of the image: from any pixel, all that lies `columns` or more to a side
 * is outside, and so is all that lies `rows` or more above or below.
 */
export function clampRuns(runs: readonly Run[], rows: number, columns: number): Run[] {
  return runs.map(({ first, last, dy }) => ({
    first: clamp(first, columns),
    last: clamp(last, columns),
    dy: clamp(dy, rows),
  }));
}

/**
 * Plans the chain.
 *
 * @param runs - at least one run
 */
export function chainOf(runs: readonly Run[]): Chain {
  const byShape = new Map<string, { first: number; length: number; rows: Set<number> }>();
  let reach = 0;
  for (const { first, last, dy } of runs) {
    reach = Math.max(reach, Math.abs(first), Math.abs(last));
    const key = `${first} ${last}`;
    const shape = byShape.get(key) ?? { first, length: last - first + 1, rows: new Set<number>() };
    shape.rows.add(dy);
    byShape.set(key, shape);
  }
  const shapes = [...byShape.values()].sort((a, b) => b.length - a.length || a.first - b.first);
  const links = shapes.map(({ first, length, rows }, index) => {
    const next = shapes[index + 1] ?? { first: 0, length: 1 };
    return {
      rows: [...rows].sort((a, b) => a - b),
      start: first - next.first,
      length: length - next.length + 1,
    };
  });
  return { links, reach };
}
