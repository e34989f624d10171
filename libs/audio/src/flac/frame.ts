import { BitReader } from './bit-reader.ts';
import { crc16, crc8 } from './checksums.ts';
import { invalid, readSubframe } from './subframe.ts';

/** What the stream says of all its frames. */
export interface StreamInfo {
  readonly sampleRate: number;
  readonly channels: number;
  /** Bits a sample. */
  readonly depth: number;
  /** Samples a channel, 0 where the writer did not know. */
  readonly samples: number;
}

/** One decoded frame: whole numbers, a channel after the other. */
export interface Frame {
  readonly channels: readonly Float64Array[];
  /** Position of the byte behind the frame. */
  readonly end: number;
}

const DEPTHS = [0, 8, 12, undefined, 16, 20, 24, 32] as const;

/**
 * Reads one frame and checks both of its checksums (RFC 9639, section 9).
 *
 * @param start - position of the sync code
 */
export function readFrame(bytes: Uint8Array, start: number, info: StreamInfo): Frame {
  const bits = new BitReader(bytes, start);
  if (bits.unsigned(15) !== 0x7ffc) throw invalid(`the start of a frame at byte ${start}`);
  bits.unsigned(1);
  const sizeCode = bits.unsigned(4);
  const rateCode = bits.unsigned(4);
  const assignment = bits.unsigned(4);
  const depthCode = bits.unsigned(3);
  bits.unsigned(1);
  skipCodedNumber(bits);
  const size = blockSize(sizeCode, bits);
  if (rateCode === 12) bits.unsigned(8);
  else if (rateCode === 13 || rateCode === 14) bits.unsigned(16);
  const headerEnd = bits.position;
  if (bits.unsigned(8) !== crc8(bytes, start, headerEnd)) {
    throw invalid(`a frame header at byte ${start} that fits its checksum`);
  }
  const depth = DEPTHS[depthCode] || info.depth;
  const count = assignment < 8 ? assignment + 1 : 2;
  if (assignment > 10 || count !== info.channels) {
    throw invalid(`${info.channels} channels in each frame`);
  }
  const channels = Array.from({ length: count }, (_, channel) => {
    const side = (assignment === 8 || assignment === 10) && channel === 1;
    const out = new Float64Array(size);
    readSubframe(bits, out, depth + (side || (assignment === 9 && channel === 0) ? 1 : 0));
    return out;
  });
  decorrelate(assignment, channels);
  bits.align();
  const footer = bits.position;
  if (bits.unsigned(16) !== crc16(bytes, start, footer)) {
    throw invalid(`a frame at byte ${start} that fits its checksum`);
  }
  return { channels, end: footer + 2 };
}

/** The frame or sample number, coded as UTF-8 codes characters; nothing here needs it. */
function skipCodedNumber(bits: BitReader): void {
  let first = bits.unsigned(8);
  if (first < 0x80) return;
  if (first < 0xc0 || first === 0xff) throw invalid('a coded number in the frame header');
  for (first <<= 1; first & 0x80; first <<= 1) bits.unsigned(8);
}

function blockSize(code: number, bits: BitReader): number {
  if (code === 0) throw invalid('a block size that is defined');
  if (code === 1) return 192;
  if (code <= 5) return 144 * 2 ** code;
  if (code === 6) return bits.unsigned(8) + 1;
  if (code === 7) return bits.unsigned(16) + 1;
  return 2 ** code;
}

/** Left and right from left and side, side and right, or mid and side. */
function decorrelate(assignment: number, channels: readonly Float64Array[]): void {
  if (assignment < 8) return;
  const [first, second] = channels as readonly [Float64Array, Float64Array];
  for (let at = 0; at < first.length; at++) {
    const a = first[at]!;
    const b = second[at]!;
    if (assignment === 8) second[at] = a - b;
    else if (assignment === 9) first[at] = a + b;
    else {
      const mid = 2 * a + (Math.abs(b) % 2);
      first[at] = (mid + b) / 2;
      second[at] = (mid - b) / 2;
    }
  }
}
