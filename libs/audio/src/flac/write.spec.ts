import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFlac } from './read.ts';
import { FlacEncoder, writeFlac } from './write.ts';

const data = process.env['ONEBIT_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const speech = join(data, 'speech/sample/t0_mix.flac');

/** Whole numbers of a depth as samples. */
const samplesOf = (values: readonly number[], depth: number): Float32Array =>
  Float32Array.from(values, (value) => value / 2 ** (depth - 1));

const sounds = fc.integer({ min: 1, max: 3 }).chain((channels) =>
  fc.integer({ min: 0, max: 300 }).chain((length) =>
    fc.array(
      fc.oneof(
        fc.array(fc.integer({ min: -32_768, max: 32_767 }), {
          minLength: length,
          maxLength: length,
        }),
        fc.array(fc.integer({ min: -3, max: 3 }), { minLength: length, maxLength: length }),
        fc.constant(new Array<number>(length).fill(-77)),
      ),
      { minLength: channels, maxLength: channels },
    ),
  ),
);

describe('FLAC out', () => {
  it('loses nothing of 16-bit samples', () => {
    fc.assert(
      fc.property(sounds, (channels) => {
        const sound = { sampleRate: 8000, channels: channels.map((one) => samplesOf(one, 16)) };
        expect(readFlac(writeFlac(sound))).toEqual(sound);
      }),
    );
  });

  it('loses nothing of 24-bit samples, across blocks, with two like channels', () => {
    const left = Array.from({ length: 9001 }, (_, at) =>
      Math.round(8e6 * Math.sin(at / 30) * Math.cos(at / 700)),
    );
    const right = left.map((value, at) => Math.round(value * 0.9) + (at % 3));
    const channels = [samplesOf(left, 24), samplesOf(right, 24)];
    const file = writeFlac({ sampleRate: 96_000, channels }, 24);
    expect(readFlac(file)).toEqual({ sampleRate: 96_000, channels });
    expect(file.length).toBeLessThan(left.length * 6 * 0.75);
  });

  it('holds the loudest jumps that there are', () => {
    const jumps = Array.from({ length: 5000 }, (_, at) => (at % 2 ? 8_388_607 : -8_388_608));
    const channels = [samplesOf(jumps, 24), samplesOf([...jumps].reverse(), 24)];
    expect(readFlac(writeFlac({ sampleRate: 8000, channels }, 24)).channels).toEqual(channels);
  });

  it('is the same in pieces, and names its length at the end', () => {
    const sound = samplesOf(
      Array.from({ length: 10_000 }, (_, at) => Math.round(9000 * Math.sin(at / 9))),
      16,
    );
    const encoder = new FlacEncoder(8000, 1);
    const parts = [0, 1, 4000, 9000].map((from, at, all) =>
      encoder.push([sound.subarray(from, all[at + 1] ?? sound.length)]),
    );
    parts.push(encoder.end());
    const file = [encoder.header(), ...parts].flatMap((part) => [...part]);
    expect(file).toEqual([...writeFlac({ sampleRate: 8000, channels: [sound] })]);
  });

  it('numbers frames beyond what fits a byte', () => {
    const encoder = new FlacEncoder(8000, 1);
    const silence = new Float32Array(4096 * 130);
    const frames = encoder.push([silence]);
    const file = Uint8Array.from([...encoder.header(), ...frames]);
    expect(readFlac(file).channels[0]).toHaveLength(silence.length);
  });

  it('clips and rounds what no integer holds, and refuses what no file can be', () => {
    const file = writeFlac({ sampleRate: 8000, channels: [Float32Array.of(2, -2, Number.NaN)] });
    expect([...readFlac(file).channels[0]!]).toEqual([32_767 / 32_768, -1, 0]);
    expect(() => new FlacEncoder(8000, 9)).toThrow(
      expect.objectContaining({ code: 'value-invalid' }),
    );
    expect(() => writeFlac({ sampleRate: 2 ** 20, channels: [new Float32Array(1)] })).toThrow(
      expect.objectContaining({ code: 'value-invalid' }),
    );
  });

  it.skipIf(!existsSync(speech))('takes little more room for speech than the usual encoder', () => {
    const file = readFileSync(speech);
    const sound = readFlac(file);
    const written = writeFlac(sound);
    expect(readFlac(written)).toEqual(sound);
    expect(written.length).toBeLessThan(file.length * 1.12);
  });
});
