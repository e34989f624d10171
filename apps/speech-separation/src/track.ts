import { WavEncoder } from '@onebit/audio';
import { SAMPLE_RATE } from '@onebit/speech-separation';
import type { Tape } from './tape.ts';

/** A file of the answer whose bytes are asked for when it is packed. */
export interface FileContent {
  readonly size: number;
  pieces(): Iterable<Uint8Array>;
}

/** A track on its way to a WAV file: mono, 16 bits. */
export class Track implements FileContent {
  readonly #encoder = new WavEncoder(SAMPLE_RATE, 1);
  readonly #tape: Tape;

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  get size(): number {
    return this.#encoder.header().length + this.#tape.size;
  }

  push(samples: Float32Array): void {
    this.#tape.write(this.#encoder.push([samples]));
  }

  /** The head, which now knows the length, and the samples. */
  *pieces(): Iterable<Uint8Array> {
    yield this.#encoder.header();
    yield* this.#tape.pieces();
  }

  /** A silent track of the same length. */
  silence(): FileContent {
    const [header, { size }] = [this.#encoder.header(), this.#tape];
    return {
      size: this.size,
      *pieces() {
        yield header;
        for (let at = 0; at < size; at += ZEROS.length) yield ZEROS.subarray(0, size - at);
      },
    };
  }
}

const ZEROS = new Uint8Array(1 << 20);
