/**
 * Samples that wait, first in, first out, in one array that is used over and over: what grows and
 * shrinks with every piece would be garbage faster than it is collected.
 */
export class SampleQueue {
  #ring = new Float32Array(1 << 12);
  #first = 0;
  #length = 0;

  /** Samples that wait. */
  get length(): number {
    return this.#length;
  }

  /** Adds samples at the end. */
  push(samples: Float32Array): void {
    if (this.#length + samples.length > this.#ring.length) this.#grow(samples.length);
    const at = (this.#first + this.#length) % this.#ring.length;
    const room = Math.min(samples.length, this.#ring.length - at);
    this.#ring.set(samples.subarray(0, room), at);
    this.#ring.set(samples.subarray(room), 0);
    this.#length += samples.length;
  }

  /** Takes samples from the front, at most as many as wait. */
  take(count: number): Float32Array<ArrayBuffer> {
    const out = new Float32Array(Math.min(count, this.#length));
    const room = Math.min(out.length, this.#ring.length - this.#first);
    out.set(this.#ring.subarray(this.#first, this.#first + room));
    out.set(this.#ring.subarray(0, out.length - room), room);
    this.#first = (this.#first + out.length) % this.#ring.length;
    this.#length -= out.length;
    return out;
  }

  #grow(more: number): void {
    const waiting = this.#length;
    const ring = new Float32Array(2 ** Math.ceil(Math.log2(waiting + more)));
    ring.set(this.take(waiting));
    this.#ring = ring;
    this.#first = 0;
    this.#length = waiting;
  }
}
