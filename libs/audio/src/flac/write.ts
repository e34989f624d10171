import { OnebitError } from '@onebit/errors';
import type { Sound } from '../sound.ts';
import { BitWriter } from './bit-writer.ts';
import { crc16, crc8 } from './checksums.ts';
import { planSubframe, type SubframePlan, writeSubframe } from './encode-subframe.ts';
import { STREAM_INFO_BYTES } from './stream-info.ts';

/** Bits a sample that FLAC files are written with. */
export type FlacDepth = 16 | 24;

const BLOCK = 4096;
const MOST_CHANNELS = 8;
const HIGHEST_RATE = 2 ** 20 - 1;
const MOST_SAMPLES = 2 ** 36 - 1;

/**
 * Encodes sound as FLAC (RFC 9639) while it comes: fixed predictors, Rice codes, and for two
 * channels the sum and the difference where that is shorter.
 *
 * @example
 * ```ts
 * import { FlacEncoder, readFlac } from '@onebit/audio';
 * const encoder = new FlacEncoder(8000, 1);
 * const parts = [encoder.push([Float32Array.of(0, 0.5)]), encoder.push([Float32Array.of(-0.5)])];
 * parts.push(encoder.end());
 * const file = Uint8Array.from([encoder.header(), ...parts].flatMap((part) => [...part]));
 * console.log(readFlac(file).channels[0]?.join(' ')); // 0 0.5 -0.5
 * ```
 */
export class FlacEncoder {
  readonly #sampleRate: number;
  readonly #channels: number;
  readonly #depth: FlacDepth;
  /** Samples that wait for a whole block. */
  readonly #waiting: Int32Array[];
  #held = 0;
  #frames = 0;
  #samples = 0;

  /**
   * @param sampleRate - samples a second, 1 to 1,048,575
   * @param channels - 1 to 8
   * @param depth - bits a sample; what lies beyond ±1 is clipped, the rest rounded
   * @throws OnebitError `value-invalid`
   */
  constructor(sampleRate: number, channels: number, depth: FlacDepth = 16) {
    const known = Number.isInteger(sampleRate) && sampleRate >= 1 && sampleRate <= HIGHEST_RATE;
    if (!known || !(channels >= 1 && channels <= MOST_CHANNELS) || (depth !== 16 && depth !== 24)) {
      throw new OnebitError('value-invalid', {
        expected: `a rate to ${HIGHEST_RATE} Hz, 1 to ${MOST_CHANNELS} channels, 16 or 24 bits`,
        received: `${sampleRate} Hz, ${channels} channels, ${depth} bits`,
        hint: 'Resample or mix down, or write WAV.',
      });
    }
    this.#sampleRate = sampleRate;
    this.#channels = channels;
    this.#depth = depth;
    this.#waiting = Array.from({ length: channels }, () => new Int32Array(BLOCK));
  }

  /**
   * The head of the file. Before the end it leaves the length open, which readers take; written
   * again over the first after {@link end} it names it.
   */
  header(): Uint8Array<ArrayBuffer> {
    const out = new BitWriter();
    for (const letter of 'fLaC') out.write(letter.charCodeAt(0), 8);
    out.write(0x80, 8); // the last metadata block, and a stream info
    out.write(STREAM_INFO_BYTES, 24);
    out.write(BLOCK, 16);
    out.write(BLOCK, 16);
    out.write(0, 24); // sizes of frames: not known
    out.write(0, 24);
    out.write(this.#sampleRate, 20);
    out.write(this.#channels - 1, 3);
    out.write(this.#depth - 1, 5);
    const samples = this.#samples <= MOST_SAMPLES ? this.#samples : 0;
    out.write(Math.floor(samples / 2 ** 32), 4);
    out.write(samples % 2 ** 32, 32);
    for (let word = 0; word < 4; word++) out.write(0, 32); // no digest of the samples
    return out.bytes().slice();
  }

  /**
   * Takes samples and gives the frames that they complete.
   *
   * @param channels - as many as the file has, of one length
   * @throws OnebitError `size-mismatch`
   */
  push(channels: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
    const length = channels[0]?.length ?? 0;
    if (channels.length !== this.#channels || channels.some((one) => one.length !== length)) {
      throw new OnebitError('size-mismatch', {
        expected: `${this.#channels} channels of one length`,
        received: channels.map((one) => one.length).join(', ') || 'no channel',
        hint: 'Give every channel as many samples.',
      });
    }
    const out = new BitWriter();
    const top = 2 ** (this.#depth - 1);
    for (let at = 0; at < length;) {
      const some = Math.min(BLOCK - this.#held, length - at);
      channels.forEach((samples, channel) => {
        const waiting = this.#waiting[channel]!;
        for (let i = 0; i < some; i++) {
          const value = Math.round(samples[at + i]! * top);
          waiting[this.#held + i] = Math.max(-top, Math.min(top - 1, value));
        }
      });
      at += some;
      this.#held += some;
      if (this.#held === BLOCK) this.#writeFrame(out);
    }
    return out.bytes().slice();
  }

  /** Ends the sound and gives the last frame, if any. */
  end(): Uint8Array<ArrayBuffer> {
    const out = new BitWriter();
    if (this.#held > 0) this.#writeFrame(out);
    return out.bytes().slice();
  }

  #writeFrame(out: BitWriter): void {
    const size = this.#held;
    const start = out.length;
    const { assignment, plans } = planFrame(
      this.#waiting.map((samples) => samples.subarray(0, size)),
      this.#depth,
    );
    out.write(0xfff8, 16);
    out.write(size === BLOCK ? 12 : 7, 4);
    out.write(0, 4); // the sample rate of the stream info
    out.write(assignment, 4);
    out.write(this.#depth === 16 ? 4 : 6, 3);
    out.write(0, 1);
    writeCodedNumber(out, this.#frames);
    if (size !== BLOCK) out.write(size - 1, 16);
    out.write(crc8(out.bytes(start), 0, out.length - start), 8);
    for (const plan of plans) writeSubframe(out, plan);
    out.align();
    out.write(crc16(out.bytes(start), 0, out.length - start), 16);
    this.#frames += 1;
    this.#samples += size;
    this.#held = 0;
  }
}

/** The cheapest way to write the channels of a block. */
function planFrame(
  channels: readonly Int32Array[],
  depth: number,
): { assignment: number; plans: readonly SubframePlan[] } {
  const single = channels.map((samples) => planSubframe(samples, depth));
  const [left, right] = channels;
  if (channels.length !== 2 || !left || !right) {
    return { assignment: channels.length - 1, plans: single };
  }
  const mid = left.map((value, at) => (value + right[at]!) >> 1);
  const side = left.map((value, at) => value - right[at]!);
  const [a, b] = single as [SubframePlan, SubframePlan];
  const m = planSubframe(mid, depth);
  const s = planSubframe(side, depth + 1);
  const ways = [
    { assignment: 1, plans: [a, b] },
    { assignment: 8, plans: [a, s] },
    { assignment: 9, plans: [s, b] },
    { assignment: 10, plans: [m, s] },
  ];
  const cost = ({ plans }: (typeof ways)[number]): number => plans[0]!.bits + plans[1]!.bits;
  return ways.reduce((best, way) => (cost(way) < cost(best) ? way : best));
}

/** A number as UTF-8 codes characters, to 36 bits (RFC 9639, section 9.1.5). */
function writeCodedNumber(out: BitWriter, value: number): void {
  if (value < 0x80) {
    out.write(value, 8);
    return;
  }
  let rest = 1;
  while (value >= 2 ** (6 * rest + Math.max(0, 6 - rest))) rest += 1;
  const lead = (0xff << (7 - rest)) & 0xff;
  out.write(lead | Math.floor(value / 2 ** (6 * rest)), 8);
  for (let at = rest - 1; at >= 0; at--) {
    out.write(0x80 | (Math.floor(value / 2 ** (6 * at)) & 0x3f), 8);
  }
}

/**
 * Writes a FLAC file.
 *
 * @param sound - 1 to 8 channels, all of one length; beyond ±1 samples are clipped
 * @param depth - bits a sample
 * @throws OnebitError `size-mismatch`, `value-invalid`
 *
 * @example
 * ```ts
 * import { readFlac, writeFlac } from '@onebit/audio';
 * const file = writeFlac({ sampleRate: 44_100, channels: [Float32Array.of(0, 0.25, -0.25)] });
 * console.log(readFlac(file).channels[0]?.join(' ')); // 0 0.25 -0.25
 * ```
 */
export function writeFlac(
  { sampleRate, channels }: Sound,
  depth: FlacDepth = 16,
): Uint8Array<ArrayBuffer> {
  const encoder = new FlacEncoder(sampleRate, channels.length, depth);
  const frames = [encoder.push(channels), encoder.end()];
  const parts = [encoder.header(), ...frames];
  const file = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    file.set(part, at);
    at += part.length;
  }
  return file;
}
