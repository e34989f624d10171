import type { BitMatrix } from '../storage/bit-matrix.ts';
import { simdFamily } from './kernels.ts';
import { KernelBlock } from './memory.ts';
import { LARGEST_BLOCK, octetsOf, type TableMethod } from './methods.ts';

/** Indexed rows of the weights: the rows first..first+rows-1 at `pointer`. */
export interface IndexBlock {
  readonly first: number;
  readonly rows: number;
  readonly pointer: number;
}

/**
 * The weights of a product in the layouts its methods want, each made at the first use.
 *
 * packed   N rows of K bits, for the register tiles
 * fields   for tables of the weights: tiles x octets x 8 x lanes u8
 * indices  for tables of the activations: octets x N x 8 u16, in blocks of rows
 */
export class Weights {
  readonly packed: BitMatrix;
  readonly #layouts = new Map<string, KernelBlock>();

  constructor(weights: BitMatrix) {
    this.packed = weights.clone();
  }

  /** Where the fields stand that tables of the weights are built from. */
  fields({ bits, vectors }: TableMethod): number {
    const { rows, columns, pointer, wordsPerRow } = this.packed;
    const octets = octetsOf(columns, bits);
    const lanes = vectors * 16;
    const key = `fields ${bits} ${vectors}`;
    const known = this.#layouts.get(key);
    if (known) return known.pointer;
    const block = new KernelBlock(Math.ceil(rows / lanes) * octets * 8 * lanes);
    simdFamily.run((kernels) =>
      kernels.fields(pointer, wordsPerRow * 4, rows, octets, bits, lanes, block.pointer),
    );
    this.#layouts.set(key, block);
    return block.pointer;
  }

  /** The indexed rows, in blocks whose sums stay in the cache. */
  indices({ bits, vectors }: TableMethod): IndexBlock[] {
    const { rows, columns, pointer, wordsPerRow } = this.packed;
    const octets = octetsOf(columns, bits);
    const shift = 3 + vectors;
    const key = `indices ${bits} ${vectors}`;
    const known = this.#layouts.get(key);
    const block = known ?? new KernelBlock(octets * rows * 16);
    const blocks: IndexBlock[] = [];
    let at = block.pointer;
    for (let first = 0; first < rows; first += LARGEST_BLOCK) {
      const here = Math.min(LARGEST_BLOCK, rows - first);
      blocks.push({ first, rows: here, pointer: at });
      if (!known) {
        const stride = wordsPerRow * 4;
        const source = pointer + first * stride;
        const target = at;
        simdFamily.run((kernels) =>
          kernels.indices(source, stride, here, octets, bits, shift, target),
        );
      }
      at += octets * here * 16;
    }
    this.#layouts.set(key, block);
    return blocks;
  }

  dispose(): void {
    this.packed.dispose();
    for (const block of this.#layouts.values()) block.dispose();
    this.#layouts.clear();
  }
}
