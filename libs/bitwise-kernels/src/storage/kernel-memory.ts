import { OnebitError } from '@onebit/errors';

/** Every block starts on a multiple of this: the width of one SIMD vector in bytes. */
const ALIGNMENT = 16;
/** Bytes below the first block: never handed out, so that pointer 0 always means a mistake. */
const RESERVED = 1024;
const PAGE = 65536;
/** What a 32-bit pointer reaches, less the last page so that no end of a block wraps to zero. */
const LARGEST_PAGES = 65535;

/** The bytes below the kernels: a WebAssembly memory, or an array buffer where there is none. */
interface Backing {
  readonly buffer: ArrayBuffer;
  /** Grows by whole pages; throws RangeError where that is impossible. */
  grow(pages: number): void;
  /** What a kernel module imports; undefined where WebAssembly is missing. */
  readonly memory: WebAssembly.Memory | undefined;
}

interface Block {
  pointer: number;
  size: number;
}

/**
 * Memory that grows on demand and hands out blocks of 16-byte aligned bytes.
 *
 * Growing moves the bytes: every typed-array view taken before is then empty. Take views from
 * {@link u8}, {@link u32}, {@link i32} and {@link f32} after the last allocation, and do not keep
 * them.
 *
 * @param maximumPages - the largest size in pages of 64 KiB, from 1 to 65535
 * @param useWebAssembly - false keeps the bytes in a plain array buffer
 * @param shared - whether other threads may work on the memory as well; growing then leaves the
 * views taken before as they are, short of what was added
 */
export class KernelMemory {
  readonly #backing: Backing;
  readonly #maximumPages: number;
  /** Free blocks in rising order of pointer; no two touch. */
  readonly #free: Block[] = [];
  readonly #sizes = new Map<number, number>();
  #u8 = new Uint8Array(0);
  #u32 = new Uint32Array(0);
  #i32 = new Int32Array(0);
  #f32 = new Float32Array(0);

  constructor(
    maximumPages = LARGEST_PAGES,
    useWebAssembly = typeof WebAssembly === 'object',
    shared = false,
  ) {
    this.#maximumPages = Math.min(maximumPages, LARGEST_PAGES);
    const maximum = this.#maximumPages;
    if (!useWebAssembly) this.#backing = arrayBacking();
    else this.#backing = webAssemblyBacking(shared ? { shared, maximum } : {});
    this.#free.push({ pointer: RESERVED, size: PAGE - RESERVED });
  }

  /** The memory that kernel modules import; undefined where WebAssembly is missing. */
  get memory(): WebAssembly.Memory | undefined {
    return this.#backing.memory;
  }

  /** The current bytes; another object after growth. */
  get buffer(): ArrayBuffer {
    return this.#backing.buffer;
  }

  /** Bytes handed out and not yet freed. */
  get used(): number {
    let total = 0;
    for (const size of this.#sizes.values()) total += size;
    return total;
  }

  /** The whole memory as bytes; index = pointer. */
  u8(): Uint8Array<ArrayBuffer> {
    if (this.#u8.buffer !== this.buffer) this.#u8 = new Uint8Array(this.buffer);
    return this.#u8 as Uint8Array<ArrayBuffer>;
  }

  /** The whole memory as unsigned words; index = pointer / 4. */
  u32(): Uint32Array<ArrayBuffer> {
    if (this.#u32.buffer !== this.buffer) this.#u32 = new Uint32Array(this.buffer);
    return this.#u32 as Uint32Array<ArrayBuffer>;
  }

  /** The whole memory as signed words; index = pointer / 4. */
  i32(): Int32Array<ArrayBuffer> {
    if (this.#i32.buffer !== this.buffer) this.#i32 = new Int32Array(this.buffer);
    return this.#i32 as Int32Array<ArrayBuffer>;
  }

  /** The whole memory as 32-bit floats; index = pointer / 4. */
  f32(): Float32Array<ArrayBuffer> {
    if (this.#f32.buffer !== this.buffer) this.#f32 = new Float32Array(this.buffer);
    return this.#f32 as Float32Array<ArrayBuffer>;
  }

  /**
   * Hands out a block whose bytes are not cleared.
   *
   * @param bytes - size, an integer of at least 0
   * @returns the pointer, a multiple of 16 below 2^32
   * @throws OnebitError `size-invalid` for a size that is no such integer; `memory-exhausted` when
   * the memory cannot grow: everything handed out before stays valid
   */
  allocate(bytes: number): number {
    if (!Number.isSafeInteger(bytes) || bytes < 0) {
      throw new OnebitError('size-invalid', {
        expected: 'a whole number of bytes',
        received: String(bytes),
        hint: 'Check the sizes that the number of bytes was computed from.',
      });
    }
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let index = this.#bestFit(size);
    if (index < 0) {
      this.#grow(size);
      index = this.#bestFit(size);
    }
    const block = this.#free[index]!;
    const { pointer } = block;
    if (block.size === size) {
      this.#free.splice(index, 1);
    } else {
      block.pointer += size;
      block.size -= size;
    }
    this.#sizes.set(pointer, size);
    return pointer;
  }

  /**
   * Takes a block back.
   *
   * @param pointer - what {@link allocate} returned
   * @throws OnebitError `value-invalid` for a pointer that is not handed out at present
   */
  free(pointer: number): void {
    const size = this.#sizes.get(pointer);
    if (size === undefined) {
      throw new OnebitError('value-invalid', {
        expected: 'the pointer of a block in use',
        received: String(pointer),
        hint: 'Free each block once.',
      });
    }
    this.#sizes.delete(pointer);
    this.#release({ pointer, size });
  }

  /** The smallest free block that holds `size` bytes, or -1. */
  #bestFit(size: number): number {
    let best = -1;
    let bestSize = Infinity;
    for (let index = 0; index < this.#free.length; index++) {
      const block = this.#free[index]!;
      if (block.size >= size && block.size < bestSize) {
        best = index;
        bestSize = block.size;
      }
    }
    return best;
  }

  /** Adds a free block and joins it with the neighbours it touches. */
  #release(block: Block): void {
    const free = this.#free;
    let low = 0;
    let high = free.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (free[middle]!.pointer < block.pointer) low = middle + 1;
      else high = middle;
    }
    const before = free[low - 1];
    const after = free[low];
    const joinsBefore = before !== undefined && before.pointer + before.size === block.pointer;
    const joinsAfter = after !== undefined && block.pointer + block.size === after.pointer;
    if (joinsBefore) {
      before.size += block.size;
      if (joinsAfter) {
        before.size += after.size;
        free.splice(low, 1);
      }
    } else if (joinsAfter) {
      after.pointer = block.pointer;
      after.size += block.size;
    } else {
      free.splice(low, 0, block);
    }
  }

  #grow(size: number): void {
    const end = this.buffer.byteLength;
    const last = this.#free.at(-1);
    const freeAtEnd = last !== undefined && last.pointer + last.size === end ? last.size : 0;
    const needed = Math.ceil((size - freeAtEnd) / PAGE);
    const room = this.#maximumPages - end / PAGE;
    // An eighth more than needed keeps a run of small allocations from growing at every step.
    const generous = Math.min(Math.max(needed, Math.ceil(end / PAGE / 8), 16), room);
    for (const pages of generous > needed ? [generous, needed] : [needed]) {
      if (pages > room) break;
      try {
        this.#backing.grow(pages);
      } catch {
        continue;
      }
      this.#release({ pointer: end, size: pages * PAGE });
      return;
    }
    throw new OnebitError('memory-exhausted', {
      expected: `room for ${size} bytes`,
      received: `${this.used} bytes in use of at most ${this.#maximumPages * PAGE}`,
      hint: 'Dispose matrices that are no longer needed, or work on smaller pieces.',
    });
  }
}

function webAssemblyBacking(options: Omit<WebAssembly.MemoryDescriptor, 'initial'>): Backing {
  const memory = new WebAssembly.Memory({ initial: 1, ...options });
  return {
    memory,
    get buffer() {
      return memory.buffer as ArrayBuffer;
    },
    grow(pages) {
      memory.grow(pages);
    },
  };
}

function arrayBacking(): Backing {
  let buffer = new ArrayBuffer(PAGE);
  return {
    memory: undefined,
    get buffer() {
      return buffer;
    },
    grow(pages) {
      const larger = new ArrayBuffer(buffer.byteLength + pages * PAGE);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },
  };
}

/** The one memory of this realm: every matrix lives in it and every kernel works on it. */
export const kernelMemory = new KernelMemory();
