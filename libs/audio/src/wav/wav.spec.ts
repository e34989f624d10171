import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { readWav } from './read.ts';
import { writeWav } from './write.ts';

const tone = Float32Array.from({ length: 5 }, (_, at) => (at - 2) / 4 + 1 / 8);

/** A WAV file by hand: the samples as bytes, the chunks around as asked. */
function wav(options: {
  code?: number;
  depth: number;
  channels?: number;
  rate?: number;
  data: Uint8Array;
  size?: number;
  before?: Uint8Array;
  extensible?: boolean;
}): Uint8Array {
  const { code = 1, depth, channels = 1, rate = 8000, data, before = new Uint8Array(0) } = options;
  const format = new DataView(new ArrayBuffer(options.extensible ? 40 : 16));
  format.setUint16(0, options.extensible ? 0xfffe : code, true);
  format.setUint16(2, channels, true);
  format.setUint32(4, rate, true);
  format.setUint16(14, depth, true);
  if (options.extensible) format.setUint16(24, code, true);
  const chunk = (name: string, size: number): number[] => [
    ...new TextEncoder().encode(name),
    ...new Uint8Array(Uint32Array.of(size).buffer),
  ];
  return Uint8Array.of(
    ...chunk('RIFF', 0),
    ...new TextEncoder().encode('WAVE'),
    ...before,
    ...chunk('fmt ', format.byteLength),
    ...new Uint8Array(format.buffer),
    ...chunk('data', options.size ?? data.length),
    ...data,
  );
}

const bytesOf = (values: { buffer: ArrayBufferLike }): Uint8Array =>
  new Uint8Array(values.buffer as ArrayBuffer);

describe('WAV', () => {
  it('reads every depth to the same samples', () => {
    const values = [-0.5, 0, 0.5];
    const files = [
      wav({ depth: 8, data: Uint8Array.of(64, 128, 192) }),
      wav({ depth: 16, data: bytesOf(Int16Array.from(values, (v) => v * 2 ** 15)) }),
      wav({ depth: 24, data: Uint8Array.of(0, 0, 0xc0, 0, 0, 0, 0, 0, 0x40) }),
      wav({ depth: 32, data: bytesOf(Int32Array.from(values, (v) => v * 2 ** 31)) }),
      wav({ depth: 32, code: 3, data: bytesOf(Float32Array.from(values)) }),
      wav({ depth: 64, code: 3, data: bytesOf(Float64Array.from(values)) }),
      wav({
        depth: 16,
        extensible: true,
        data: bytesOf(Int16Array.from(values, (v) => v * 2 ** 15)),
      }),
    ];
    for (const file of files) expect([...readWav(file).channels[0]!]).toEqual(values);
  });

  it('takes what is there where a streaming writer left the size open', () => {
    const data = bytesOf(Int16Array.of(1, 2, 3));
    for (const size of [0xffffffff, 0x7fffffff, 0]) {
      const { channels, cut } = readWav(wav({ depth: 16, data, size }));
      expect(channels[0]).toHaveLength(3);
      expect(cut).toBe(false);
    }
  });

  it('says that a file ends early', () => {
    const { channels, cut } = readWav(
      wav({ depth: 16, data: new Uint8Array(6), size: 2 ** 32 - 8 }),
    );
    expect(channels[0]).toHaveLength(3);
    expect(cut).toBe(true);
  });

  it('skips chunks of odd size with their padding', () => {
    const odd = Uint8Array.of(...new TextEncoder().encode('LIST'), 3, 0, 0, 0, 9, 9, 9, 0);
    const file = wav({ depth: 16, data: bytesOf(Int16Array.of(16_384)), before: odd });
    expect([...readWav(file).channels[0]!]).toEqual([0.5]);
  });

  it('refuses what it cannot read, by name', () => {
    const data = new Uint8Array(4);
    const good = writeWav({ sampleRate: 8000, channels: [tone] });
    const cases: readonly [Uint8Array, string][] = [
      [good.subarray(0, 39), 'audio-truncated'],
      [new TextEncoder().encode('just some text, no sound at all'), 'audio-unreadable'],
      [wav({ depth: 16, channels: 200, data }), 'audio-format-unsupported'],
      [wav({ depth: 12, data }), 'audio-format-unsupported'],
      [wav({ depth: 16, rate: 0, data }), 'audio-format-unsupported'],
      [new Uint8Array(0), 'audio-unreadable'],
    ];
    for (const [file, code] of cases) {
      expect(() => readWav(file)).toThrow(expect.objectContaining({ code }));
    }
  });

  it('gives back what it wrote', () => {
    const stereo = { sampleRate: 44_100, channels: [tone, tone.map((value) => -value)] };
    for (const encoding of ['int16', 'float32'] as const) {
      const back = readWav(writeWav(stereo, encoding));
      expect(back.sampleRate).toBe(44_100);
      expect(back.channels.map((channel) => [...channel])).toEqual(
        stereo.channels.map((channel) => [...channel]),
      );
    }
  });

  it('never fails on damaged bytes but by a named refusal', () => {
    const good = writeWav({ sampleRate: 8000, channels: [tone] });
    const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), fc.nat(good.length), (changes, length) => {
        const bytes = good.slice(0, length);
        for (const { at, byte } of changes) if (at < length) bytes[at] = byte;
        try {
          readWav(bytes);
        } catch (error) {
          expect(error).toHaveProperty('code', expect.stringMatching(/^audio-/));
        }
      }),
    );
  });
});
