/** Bytes that come in pieces of any size and are taken in others. */
export class ByteQueue {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Uint8Array = new Uint8Array(0);
  #ended = false;
  #taken = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Bytes that were taken or skipped so far. */
  get position(): number {
    return this.#taken;
  }

  /** Looks at the next bytes, fewer at the end; the view is good until the next call. */
  async peek(count: number): Promise<Uint8Array> {
    while (this.#held.length < count && (await this.#fetch()));
    return this.#held.subarray(0, count);
  }

  /** Takes up to so many bytes, as many as there are at the end. */
  async take(count: number): Promise<Uint8Array> {
    const bytes = await this.peek(count);
    this.#held = this.#held.subarray(bytes.length);
    this.#taken += bytes.length;
    return bytes;
  }

  /** Takes what is there without waiting for more than one piece; empty at the end. */
  async takeAny(): Promise<Uint8Array> {
    if (this.#held.length === 0) await this.#fetch();
    return this.take(this.#held.length);
  }

  /** Leaves bytes out; false where the end came first. */
  async skip(count: number): Promise<boolean> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#fetch())) return false;
      const some = Math.min(left, this.#held.length);
      this.#held = this.#held.subarray(some);
      this.#taken += some;
      left -= some;
    }
    return true;
  }

  /** Tells the source that no more is wanted. */
  async close(): Promise<void> {
    this.#ended = true;
    await this.#source.return?.();
  }

  async #fetch(): Promise<boolean> {
    if (this.#ended) return false;
    const { done, value } = await this.#source.next();
    if (done) {
      this.#ended = true;
      return false;
    }
    if (this.#held.length === 0) this.#held = value;
    else {
      const joined = new Uint8Array(this.#held.length + value.length);
      joined.set(this.#held);
      joined.set(value, this.#held.length);
      this.#held = joined;
    }
    return true;
  }
}
