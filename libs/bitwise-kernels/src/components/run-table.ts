import { componentsBinary } from '../generated/components.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { KernelBlock } from '../storage/kernel-block.ts';
import { KernelFamily } from '../storage/load-family.ts';
import { numbersFor } from '../storage/numbers.ts';
import type { ComponentMeasurements, ComponentTable, Connectivity } from './component-table.ts';

/* Pointers come first; the kernels' source says what each function writes. */
interface ComponentKernels {
  countRuns(source: number, rows: number, stride: number): number;
  findRuns(
    source: number,
    rows: number,
    columns: number,
    stride: number,
    rowStarts: number,
    runs: number,
  ): void;
  joinRuns(
    rows: number,
    rowStarts: number,
    runs: number,
    parents: number,
    touches: number,
    reach: number,
  ): void;
  numberRuns(count: number, labels: number): number;
  markSeed(
    seed: number,
    stride: number,
    rows: number,
    rowStarts: number,
    runs: number,
    labels: number,
    flags: number,
  ): void;
  paintRuns(
    rows: number,
    rowStarts: number,
    runs: number,
    labels: number,
    flags: number,
    destination: number,
    stride: number,
  ): void;
  paintLabels(
    first: number,
    last: number,
    columns: number,
    rowStarts: number,
    runs: number,
    labels: number,
    to: number,
  ): void;
  addAreas(count: number, runs: number, labels: number, areas: number): void;
  measureRuns(
    rows: number,
    rowStarts: number,
    runs: number,
    labels: number,
    touches: number,
    components: number,
    records: number,
  ): void;
}

/** Bytes of one record that `measureRuns` writes. */
const RECORD = 40;
/** Bytes of labels painted in one piece, which stay in the cache. */
const SLAB_BYTES = 1 << 18;

/** Bytes that painting may write past the last label. */
const PAINTED_PAST = 64;

export const componentFamily = new KernelFamily<ComponentKernels>(componentsBinary);

/** Components by runs, in the kernels' memory. */
export class RunTable implements ComponentTable {
  readonly rows: number;
  readonly columns: number;
  readonly connectivity: Connectivity;
  readonly count: number;
  readonly #runCount: number;
  /** rows + 1 indices of runs. */
  readonly #rowStarts: KernelBlock;
  /** Start and end of each run. */
  readonly #runs: KernelBlock;
  /** The component of each run. */
  readonly #labels: KernelBlock;
  /** How many runs above each run touches. */
  readonly #touches: KernelBlock;

  constructor(source: BitMatrix, connectivity: Connectivity) {
    const { rows, columns } = source;
    const stride = source.wordsPerRow * 4;
    this.rows = rows;
    this.columns = columns;
    this.connectivity = connectivity;
    const runCount = componentFamily.run((kernels) =>
      kernels.countRuns(source.pointer, rows, stride),
    );
    // A count from WebAssembly is a signed word.
    this.#runCount = runCount >>> 0;
    this.#rowStarts = new KernelBlock((rows + 1) * 4);
    this.#runs = new KernelBlock(this.#runCount * 8);
    this.#labels = new KernelBlock(this.#runCount * 4);
    this.#touches = new KernelBlock(this.#runCount * 4);
    const rowStarts = this.#rowStarts.pointer;
    const runs = this.#runs.pointer;
    const labels = this.#labels.pointer;
    const touches = this.#touches.pointer;
    const reach = connectivity === 8 ? 1 : 0;
    this.count = componentFamily.run((kernels) => {
      kernels.findRuns(source.pointer, rows, columns, stride, rowStarts, runs);
      kernels.joinRuns(rows, rowStarts, runs, labels, touches, reach);
      return kernels.numberRuns(runCount, labels) >>> 0;
    });
  }

  touching(seed: BitMatrix): Uint8Array {
    using flags = KernelBlock.cleared(this.count);
    componentFamily.run((kernels) =>
      kernels.markSeed(
        seed.pointer,
        seed.wordsPerRow * 4,
        this.rows,
        this.#rowStarts.pointer,
        this.#runs.pointer,
        this.#labels.pointer,
        flags.pointer,
      ),
    );
    return flags.u8().slice();
  }

  areas(): Uint32Array {
    using areas = KernelBlock.cleared(this.count * 4);
    componentFamily.run((kernels) =>
      kernels.addAreas(this.#runCount, this.#runs.pointer, this.#labels.pointer, areas.pointer),
    );
    return areas.u32().slice();
  }

  measure(): ComponentMeasurements {
    using records = new KernelBlock(this.count * RECORD);
    componentFamily.run((kernels) =>
      kernels.measureRuns(
        this.rows,
        this.#rowStarts.pointer,
        this.#runs.pointer,
        this.#labels.pointer,
        this.#touches.pointer,
        this.count,
        records.pointer,
      ),
    );
    const view = new DataView(records.u8().slice().buffer);
    return {
      length: this.count,
      at(index) {
        const at = index * RECORD;
        return {
          left: view.getUint32(at, true),
          top: view.getUint32(at + 4, true),
          right: view.getUint32(at + 8, true),
          bottom: view.getUint32(at + 12, true),
          area: view.getUint32(at + 16, true),
          eulerNumber: view.getInt32(at + 20, true),
          columnSum: view.getFloat64(at + 24, true),
          rowSum: view.getFloat64(at + 32, true),
        };
      },
    };
  }

  paint(flags: Uint8Array, destination: BitMatrix): void {
    using marked = new KernelBlock(this.count);
    marked.u8().set(flags);
    componentFamily.run((kernels) =>
      kernels.paintRuns(
        this.rows,
        this.#rowStarts.pointer,
        this.#runs.pointer,
        this.#labels.pointer,
        marked.pointer,
        destination.pointer,
        destination.wordsPerRow * 4,
      ),
    );
  }

  labels(into?: Uint32Array): Uint32Array {
    const { rows, columns } = this;
    const values = numbersFor(this, into);
    // Slab by slab, so that the labels of all pixels never stand in the kernels' memory too.
    const slabRows = Math.max(1, Math.floor(SLAB_BYTES / (columns * 4)));
    using slab = new KernelBlock(Math.min(slabRows, rows) * columns * 4 + PAINTED_PAST);
    for (let first = 0; first < rows; first += slabRows) {
      const last = Math.min(first + slabRows, rows);
      componentFamily.run((kernels) =>
        kernels.paintLabels(
          first,
          last,
          columns,
          this.#rowStarts.pointer,
          this.#runs.pointer,
          this.#labels.pointer,
          slab.pointer,
        ),
      );
      values.set(slab.u32().subarray(0, (last - first) * columns), first * columns);
    }
    return values;
  }

  [Symbol.dispose](): void {
    this.#rowStarts[Symbol.dispose]();
    this.#runs[Symbol.dispose]();
    this.#labels[Symbol.dispose]();
    this.#touches[Symbol.dispose]();
  }
}
