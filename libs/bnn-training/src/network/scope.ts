import { BitMatrix, FloatMatrix } from '@onebit/bitwise-kernels';

type Matrix = BitMatrix | FloatMatrix;

/**
 * The matrices of a step. Every forward pass leaves intermediate results that the backward pass
 * needs; the next step has the same ones, so they are lent again instead of being made anew.
 */
export class Scope {
  readonly #floats = new Shelf((rows, columns) => FloatMatrix.create(rows, columns));
  readonly #bits = new Shelf((rows, columns) => BitMatrix.create(rows, columns));
  readonly #held: { dispose(): void }[] = [];

  /** Lends floats that hold anything, until {@link release} or {@link end}. */
  floats(rows: number, columns: number): FloatMatrix {
    return this.#floats.lend(rows, columns);
  }

  /** Lends bits that hold anything, with zeros in the padding, until {@link end}. */
  bits(rows: number, columns: number): BitMatrix {
    return this.#bits.lend(rows, columns);
  }

  /** Takes charge of a matrix that was made elsewhere; it is freed at the end of the step. */
  hold<T extends { dispose(): void }>(matrix: T): T {
    this.#held.push(matrix);
    return matrix;
  }

  /** Takes floats back before the end, while they are warm in the caches; others are left alone. */
  release(matrix: FloatMatrix): void {
    this.#floats.takeBack(matrix);
  }

  /** Ends a step: everything lent comes back, everything held is freed. */
  end(): void {
    this.#floats.takeAllBack();
    this.#bits.takeAllBack();
    for (const matrix of this.#held) matrix.dispose();
    this.#held.length = 0;
  }

  /** Frees everything. The scope may be used again. */
  dispose(): void {
    this.end();
    this.#floats.clear();
    this.#bits.clear();
  }
}

/** Matrices by shape; what came back last is lent first. */
class Shelf<M extends Matrix> {
  readonly #free = new Map<string, M[]>();
  readonly #lent = new Set<M>();
  readonly #make: (rows: number, columns: number) => M;

  constructor(make: (rows: number, columns: number) => M) {
    this.#make = make;
  }

  lend(rows: number, columns: number): M {
    const matrix = this.#free.get(`${rows} ${columns}`)?.pop() ?? this.#make(rows, columns);
    this.#lent.add(matrix);
    return matrix;
  }

  takeBack(matrix: M): void {
    if (!this.#lent.delete(matrix)) return;
    const key = `${matrix.rows} ${matrix.columns}`;
    const free = this.#free.get(key);
    if (free) free.push(matrix);
    else this.#free.set(key, [matrix]);
  }

  takeAllBack(): void {
    for (const matrix of this.#lent) this.takeBack(matrix);
  }

  clear(): void {
    for (const matrices of this.#free.values()) for (const matrix of matrices) matrix.dispose();
    this.#free.clear();
  }
}
