import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OnebitError } from '@onebit/errors';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeFlac } from '../flac/write.ts';
import { soundFormat } from '../format.ts';
import { decodeSound, openSound } from '../node/index.ts';
import { writeWav } from '../wav/write.ts';
import { openSound as openWithoutDecoders } from './open-sound.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../../fixtures', name)));

const tones = (rate: number, length: number): Float32Array[] =>
  [
    [440, 0.4],
    [1000, 0.3],
  ].map(([hertz, level]) =>
    Float32Array.from({ length }, (_, t) => level! * Math.sin((2 * Math.PI * hertz! * t) / rate)),
  );

function ratio(got: Float32Array, expected: Float32Array): number {
  let [power, error] = [0, 0];
  expected.forEach((value, at) => {
    power += value ** 2;
    error += (got[at]! - value) ** 2;
  });
  return 10 * Math.log10(power / error);
}

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield await Promise.resolve(bytes.subarray(at, at + size));
    at += size;
  }
  yield bytes.subarray(at);
}

/** Every lossy file holds the same two tones, half a second of them. */
const lossy = [
  ['tones.mp3', 'mp3', 44_100, 22_050],
  ['tones-vorbis.ogg', 'ogg-vorbis', 44_100, 22_050],
  ['tones-opus.ogg', 'ogg-opus', 48_000, 24_000],
] as const;

const left = Float32Array.from(
  { length: 30_000 },
  (_, at) => (Math.round(900 * Math.sin(at / 9)) + 0) / 2 ** 15,
);
const exact = { sampleRate: 8000, channels: [left, left.map((value) => 0 - value)] };

describe('sound files by their first bytes', () => {
  it.each(lossy)('reads %s', async (name, format, rate, length) => {
    const bytes = fixture(name);
    expect(soundFormat(bytes)).toBe(format);
    const { sampleRate, channels, notes } = await decodeSound(bytes);
    expect(sampleRate).toBe(rate);
    expect(channels.map((channel) => channel.length)).toEqual([length, length]);
    expect(notes).toEqual([]);
    tones(rate, length).forEach((tone, at) =>
      expect(ratio(channels[at]!, tone)).toBeGreaterThan(15),
    );
  });

  it('reads 24-bit FLAC of another encoder to the exact samples', async () => {
    const { channels } = await decodeSound(fixture('tones-24.flac'));
    tones(44_100, 4410).forEach((tone, at) =>
      expect(ratio(channels[at]!, tone)).toBeGreaterThan(120),
    );
  });

  it.each([
    ['WAV', writeWav(exact)],
    ['float WAV', writeWav(exact, 'float32')],
    ['FLAC', writeFlac(exact)],
  ])('reads %s however its bytes were cut', async (_, file) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40_000), { maxLength: 8 }), async (sizes) => {
        const sound = await openSound(cut(file, sizes));
        const got: number[][] = [[], []];
        for await (const block of sound.blocks()) {
          block.forEach((channel, at) => got[at]!.push(...channel));
        }
        expect(got).toEqual(exact.channels.map((channel) => [...channel]));
      }),
      { numRuns: 12 },
    );
  });

  it.each(lossy)('reads %s the same byte for byte or whole', async (name) => {
    const bytes = fixture(name);
    const whole = await decodeSound(bytes);
    const sound = await openSound(cut(bytes, new Array<number>(bytes.length).fill(1)));
    const got: number[] = [];
    for await (const [channel] of sound.blocks()) got.push(...channel!);
    expect(got).toEqual([...whole.channels[0]!]);
  });
});

describe('files that end early or are damaged', () => {
  it.each(lossy)('say that %s ends early, at every length', async (name, _, __, all) => {
    const bytes = fixture(name);
    for (const share of [0.5, 0.8, 0.97]) {
      const part = bytes.subarray(0, Math.floor(bytes.length * share));
      const result = await decodeSound(part).catch((error: unknown) => error as { code: string });
      if ('code' in result) expect(result.code).toMatch(/^audio-/);
      else {
        expect(result.notes.join()).toContain('ends too early');
        expect(result.channels[0]!.length).toBeLessThan(all + 2000);
      }
    }
  });

  it.each(lossy.slice(1))(
    'are refused as truncated where nothing is left of the sound in %s',
    async (name) => {
      const bytes = fixture(name);
      // Its sound fits into one page or two, so that a byte less leaves little of it or none.
      for (const length of [40, 57, 100, 400, 1000, bytes.length / 2, bytes.length - 1]) {
        const part = bytes.subarray(0, Math.floor(length));
        const result = await decodeSound(part).catch((error: unknown) => error as OnebitError);
        if ('code' in result) expect(result.code).toBe('audio-truncated');
        else {
          expect(result.channels[0]!.length).toBeGreaterThan(0);
          expect(result.notes.join()).toContain('ends too early');
        }
      }
    },
  );

  it('say that WAV ends early, and refuse FLAC that does', async () => {
    const wav = writeWav(exact);
    const { notes, channels } = await decodeSound(wav.subarray(0, 50_001));
    expect(notes).toHaveLength(1);
    expect(channels[0]).toHaveLength(Math.floor((50_001 - 44) / 4));
    const flac = writeFlac(exact);
    await expect(decodeSound(flac.subarray(0, flac.length / 2))).rejects.toMatchObject({
      code: 'audio-truncated',
    });
  });

  it('refuse damaged Ogg and FLAC, and say what of MP3 was left out', async () => {
    for (const bytes of [
      fixture('tones-vorbis.ogg'),
      fixture('tones-opus.ogg'),
      writeFlac(exact),
    ]) {
      bytes[bytes.length - 1000]! ^= 0x10;
      await expect(decodeSound(bytes)).rejects.toMatchObject({ code: 'audio-unreadable' });
    }
    const mp3 = fixture('tones.mp3');
    mp3.fill(0x55, 2000, 2100);
    const { notes } = await decodeSound(mp3);
    expect(notes.join()).toMatch(/bytes of the MP3 file belong to no frame/);
  });

  it('leaves tags of MP3 files out without a word', async () => {
    const mp3 = fixture('tones.mp3');
    const tag = new Uint8Array(128);
    tag.set(new TextEncoder().encode('TAGtitle'));
    const id3 = Uint8Array.of(0x49, 0x44, 0x33, 3, 0, 0, 0, 0, 0, 5, 0xff, 0xfb, 0x90, 0, 0);
    const { notes, channels } = await decodeSound(Uint8Array.of(...id3, ...mp3, ...tag));
    expect(notes).toEqual([]);
    expect(channels[0]).toHaveLength(22_050);
  });

  it('never fail but by a named refusal, whatever is changed', async () => {
    const files = [...lossy.map(([name]) => fixture(name)), writeFlac(exact), writeWav(exact)];
    const change = fc.record({ at: fc.nat(30_000), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        fc.nat(40_000),
        async (file, changes, length) => {
          const bytes = file.slice(0, Math.max(64, length));
          for (const { at, byte } of changes) bytes[at % bytes.length] = byte;
          try {
            await decodeSound(bytes);
          } catch (error) {
            expect(error).toHaveProperty('code', expect.stringMatching(/^audio-/));
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('refuse what unpacks to more than is allowed', async () => {
    await expect(decodeSound(writeFlac(exact), { mostSamples: 59_999 })).rejects.toMatchObject({
      code: 'audio-too-long',
    });
    await expect(decodeSound(writeFlac(exact), { mostSamples: 60_000 })).resolves.toBeDefined();
  });

  it('refuse what is no such file, by what it seems to be', async () => {
    const m4a = Uint8Array.of(0, 0, 0, 24, ...new TextEncoder().encode('ftypM4A '));
    await expect(decodeSound(m4a)).rejects.toMatchObject({
      code: 'audio-format-unsupported',
      received: 'an MP4 or M4A file',
    });
    await expect(decodeSound(new Uint8Array(0))).rejects.toMatchObject({ received: 'no bytes' });
    await expect(openWithoutDecoders(cut(fixture('tones.mp3'), []))).rejects.toMatchObject({
      code: 'audio-format-unsupported',
    });
  });
});
