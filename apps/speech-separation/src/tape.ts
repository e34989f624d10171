import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes that are written one after the other and read back from the beginning. */
export interface Tape extends Disposable {
  readonly size: number;
  write(bytes: Uint8Array): void;
  /** The bytes in pieces. */
  pieces(): Iterable<Uint8Array>;
}

/** Bytes read at once. */
const PIECE = 1 << 20;

/** A tape in memory, or in a file of a folder. */
export function tapeIn(folder: string | undefined, name: string): Tape {
  return folder === undefined ? new MemoryTape() : new FileTape(join(folder, name));
}

class MemoryTape implements Tape {
  readonly #pieces: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#size += bytes.length;
  }

  pieces(): Iterable<Uint8Array> {
    return this.#pieces;
  }

  [Symbol.dispose](): void {
    this.#pieces.length = 0;
  }
}

/** Reads and writes at once: in a worker nobody else waits for the disk. */
class FileTape implements Tape {
  readonly #file: number;
  #size = 0;
  #closed = false;

  constructor(path: string) {
    this.#file = openSync(path, 'w+', 0o600);
  }

  get size(): number {
    return this.#size;
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#size += bytes.length;
  }

  *pieces(): Iterable<Uint8Array> {
    for (let at = 0; at < this.#size;) {
      const piece = new Uint8Array(Math.min(PIECE, this.#size - at));
      const read = readSync(this.#file, piece, 0, piece.length, at);
      at += read;
      yield piece.subarray(0, read);
    }
  }

  [Symbol.dispose](): void {
    if (!this.#closed) closeSync(this.#file);
    this.#closed = true;
  }
}
