/** One frame of MPEG audio layer III, as its header describes it (ISO/IEC 11172-3, 2.4.2.3). */
export interface Mp3Header {
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  /** Bytes of the whole frame, header and all. */
  readonly bytes: number;
  /** Bytes from the start of the frame to its main data, where a Xing or Info tag would stand. */
  readonly side: number;
}

/** Kilobits a second by bit rate index: MPEG 1, then MPEG 2 and 2.5. */
const RATES = [
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const;
const LAYER_III = 1;

/** Reads the frame header at a place; undefined where there is none. */
export function mp3Header(bytes: Uint8Array, at: number): Mp3Header | undefined {
  if (at + 4 > bytes.length) return undefined;
  const [, second, third, fourth] = bytes.subarray(at, at + 4);
  if (bytes[at] !== 0xff || (second! & 0xe0) !== 0xe0) return undefined;
  const version = (second! >> 3) & 3;
  const isFirst = version === 3;
  const base = SAMPLE_RATES[(third! >> 2) & 3];
  const kilobits = RATES[isFirst ? 0 : 1][(third! >> 4) - 1];
  if (version === 1 || ((second! >> 1) & 3) !== LAYER_III || !base || !kilobits) return undefined;
  const sampleRate = isFirst ? base : version === 2 ? base / 2 : base / 4;
  const padding = (third! >> 1) & 1;
  const channels = fourth! >> 6 === 3 ? 1 : 2;
  const side = isFirst ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return {
    sampleRate,
    channels,
    bytes: Math.floor(((isFirst ? 144_000 : 72_000) * kilobits) / sampleRate) + padding,
    side: 4 + side,
  };
}
