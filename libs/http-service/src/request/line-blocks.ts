/** Some whole lines of a body, in their order. */
export interface LineBlock {
  /** Number in the body of the first one, from 1. */
  readonly first: number;
  /** The lines, each with its line feed but perhaps the last. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Numbers of the lines that were longer than the limit; a NUL stands in their place. */
  readonly tooLong: readonly number[];
}

const LINE_FEED = 0x0a;

/** Cuts chunks into blocks of whole lines; of a line that is too long nothing is kept. */
export class LineBlocks {
  readonly #longest: number;
  readonly #together: number;
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #lines = 0;
  #lineBytes = 0;
  #tooLong: number[] = [];
  #first = 1;

  /**
   * @param longest - bytes of a line
   * @param together - lines of a block
   */
  constructor(longest: number, together: number) {
    this.#longest = longest;
    this.#together = together;
  }

  /** The blocks that a chunk fills. */
  *push(chunk: Uint8Array): Generator<LineBlock> {
    for (let begin = 0; begin < chunk.length;) {
      const found = chunk.indexOf(LINE_FEED, begin);
      const end = found < 0 ? chunk.length : found + 1;
      this.#keep(chunk.subarray(begin, end));
      if (found >= 0) {
        this.#lines += 1;
        this.#lineBytes = 0;
        if (this.#lines === this.#together) {
          yield this.#take();
        }
      }
      begin = end;
    }
  }

  /** The whole lines that are there, so that none waits for a block to fill. */
  *flush(): Generator<LineBlock> {
    if (this.#lines > 0) {
      yield this.#take();
    }
  }

  /** What is left when the body has ended. */
  *end(): Generator<LineBlock> {
    if (this.#keptBytes > 0) {
      yield this.#take(true);
    }
  }

  #keep(part: Uint8Array): void {
    const before = this.#lineBytes;
    this.#lineBytes += part.length;
    if (this.#lineBytes <= this.#longest) {
      this.#kept.push(part);
      this.#keptBytes += part.length;
      return;
    }
    if (before <= this.#longest) {
      this.#forget(before);
      this.#tooLong.push(this.#first + this.#lines);
      this.#kept.push(Uint8Array.of(0));
      this.#keptBytes += 1;
    }
    if (part.at(-1) === LINE_FEED) {
      this.#kept.push(Uint8Array.of(LINE_FEED));
      this.#keptBytes += 1;
    }
  }

  /** Drops the last bytes: parts are never of two lines. */
  #forget(bytes: number): void {
    for (let left = bytes; left > 0;) {
      const part = this.#kept.pop()!;
      this.#keptBytes -= part.length;
      left -= part.length;
    }
  }

  /** The whole lines so far; the beginning of a further one stays, unless the body has ended. */
  #take(all = false): LineBlock {
    const rest: Uint8Array[] = [];
    while (!all && this.#kept.at(-1)?.at(-1) !== LINE_FEED) {
      rest.unshift(this.#kept.pop()!.slice());
    }
    const bytes = new Uint8Array(this.#kept.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#kept) {
      bytes.set(part, at);
      at += part.length;
    }
    const first = this.#first;
    const next = first + this.#lines;
    const tooLong = this.#tooLong.filter((line) => all || line < next);
    this.#tooLong = this.#tooLong.filter((line) => !all && line >= next);
    this.#first = next;
    this.#lines = 0;
    this.#kept = rest;
    this.#keptBytes = rest.reduce((sum, part) => sum + part.length, 0);
    return { first, bytes, tooLong };
  }
}
