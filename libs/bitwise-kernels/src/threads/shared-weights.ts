import { LARGEST_BLOCK, octetsOf, type ProductMethod } from '../products/methods.ts';
import type { BitMatrix } from '../storage/bit-matrix.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import type { Crew } from './crew.ts';

interface Owned {
  readonly crew: Crew;
  readonly blocks: Map<string, number>;
}

const free = ({ crew, blocks }: Owned) => {
  for (const pointer of blocks.values()) crew.release(pointer);
  blocks.clear();
};
const abandoned = new FinalizationRegistry<Owned>(free);

/** Weights in the memory that threads share, in the layouts that methods want, each made once. */
export class SharedWeights {
  readonly rows: number;
  readonly columns: number;
  /** Bytes from one packed row to the next. */
  readonly stride: number;
  readonly #owned: Owned;

  /** @throws OnebitError `memory-exhausted` */
  constructor(crew: Crew, weights: BitMatrix) {
    this.rows = weights.rows;
    this.columns = weights.columns;
    this.stride = weights.wordsPerRow * 4;
    this.#owned = { crew, blocks: new Map() };
    const bytes = this.rows * this.stride;
    const packed = this.#add('packed', bytes);
    const { pointer } = weights;
    crew.memory.u8().set(kernelMemory.u8().subarray(pointer, pointer + bytes), packed);
    abandoned.register(this, this.#owned, this);
  }

  /** Where the layout stands that a method reads; laid out at its first use. */
  layoutFor(method: ProductMethod): number {
    const { crew, blocks } = this.#owned;
    const packed = blocks.get('packed')!;
    if (method.kind !== 'table') return packed;
    const { bits, vectors, tabulate } = method;
    const key = `${tabulate} ${bits} ${vectors}`;
    const known = blocks.get(key);
    if (known !== undefined) return known;
    const { rows, stride } = this;
    const octets = octetsOf(this.columns, bits);
    if (tabulate === 'weights') {
      const lanes = vectors * 16;
      const fields = this.#add(key, Math.ceil(rows / lanes) * octets * 8 * lanes);
      crew.kernels.run((kernels) =>
        kernels.fields(packed, stride, rows, octets, bits, lanes, fields),
      );
      return fields;
    }
    const indices = this.#add(key, octets * rows * 16);
    for (let first = 0; first < rows; first += LARGEST_BLOCK) {
      const here = Math.min(LARGEST_BLOCK, rows - first);
      const from = packed + first * stride;
      const to = indices + first * octets * 16;
      crew.kernels.run((kernels) =>
        kernels.indices(from, stride, here, octets, bits, 3 + vectors, to),
      );
    }
    return indices;
  }

  /** Gives the memory back when no thread reads it any more. */
  dispose(): void {
    abandoned.unregister(this);
    free(this.#owned);
  }

  #add(key: string, bytes: number): number {
    const pointer = this.#owned.crew.memory.allocate(bytes);
    this.#owned.blocks.set(key, pointer);
    return pointer;
  }
}
