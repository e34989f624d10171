/** What a WAV file by hand may hold that no writer would write. */
export interface WavOptions {
  /** 1 for integers, 3 for floats. */
  readonly code?: number;
  readonly depth?: number;
  readonly channels?: number;
  readonly rate?: number;
  /** The samples as bytes. */
  readonly data: Uint8Array;
  /** Size that the data chunk names. */
  readonly size?: number;
  /** Bytes between the head and the format. */
  readonly before?: Uint8Array;
}

const letters = (text: string): number[] => [...new TextEncoder().encode(text)];

/** A chunk's name and size. */
export function chunkHead(name: string, size: number): number[] {
  return [...letters(name), ...new Uint8Array(Uint32Array.of(size).buffer)];
}

/** A WAV file by hand. */
export function wav(options: WavOptions): Uint8Array<ArrayBuffer> {
  const { code = 1, depth = 16, channels = 1, rate = 8000, data, before } = options;
  const format = new DataView(new ArrayBuffer(16));
  format.setUint16(0, code, true);
  format.setUint16(2, channels, true);
  format.setUint32(4, rate, true);
  format.setUint32(8, (rate * channels * depth) / 8, true);
  format.setUint16(12, (channels * depth) / 8, true);
  format.setUint16(14, depth, true);
  const head = [
    ...chunkHead('RIFF', 36 + data.length),
    ...letters('WAVE'),
    ...(before ?? []),
    ...chunkHead('fmt ', 16),
    ...new Uint8Array(format.buffer),
    ...chunkHead('data', options.size ?? data.length),
  ];
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  bytes.set(data, head.length);
  return bytes;
}

/** 16-bit samples of two tones that come and go, by the second. */
export function tones(seconds: number, rate = 8000, channels = 1): Uint8Array {
  const samples = Int16Array.from({ length: Math.round(seconds * rate) * channels }, (_, at) => {
    const t = Math.floor(at / channels) / rate;
    return 9000 * Math.sin(1200 * t) * Math.sin(4 * t) + 6000 * Math.sin(7000 * t);
  });
  return new Uint8Array(samples.buffer);
}

/** Many seconds of the same one, made in no time. */
export function longTones(seconds: number): Uint8Array {
  const one = tones(1);
  const all = new Uint8Array(seconds * one.length);
  for (let at = 0; at < all.length; at += one.length) all.set(one, at);
  return all;
}

/** 32-bit floats as bytes. */
export const floats = (...values: number[]): Uint8Array =>
  new Uint8Array(Float32Array.from(values).buffer);
