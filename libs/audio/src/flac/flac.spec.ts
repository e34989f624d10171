import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crc16, crc8 } from './checksums.ts';
import { readFlac } from './read.ts';

const data = process.env['ONEBIT_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const folder = join(data, 'speech/val-mixtures');

/** The appendix of RFC 9639 (D.1): one frame of one stereo sample, verbatim. */
const example = Uint8Array.from(
  (
    '664c6143 80000022 10001000 00000f00 000f0ac4 42f00000 00013e84 b41807dc 69030758 6a3dad1a 2e0f' +
    'fff8 6918 0000 bf03 58fd 0312 8baa 9a'
  )
    .replaceAll(' ', '')
    .match(/../g)!,
  (pair) => parseInt(pair, 16),
);

describe('FLAC', () => {
  it('decodes the first example of its specification', () => {
    const { sampleRate, channels } = readFlac(example);
    expect(sampleRate).toBe(44_100);
    expect(channels.map((channel) => channel[0]! * 2 ** 15)).toEqual([25_588, 10_416]);
  });

  it('refuses every single damaged byte of the frame', () => {
    const start = example.length - 15;
    for (let at = start; at < example.length; at++) {
      const bytes = example.slice();
      bytes[at]! ^= 0x10;
      expect(() => readFlac(bytes)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^audio-/) }),
      );
    }
  });

  it('refuses a file that was cut off anywhere', () => {
    for (let length = 0; length < example.length; length++) {
      expect(() => readFlac(example.subarray(0, length))).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^audio-/) }),
      );
    }
  });

  it('computes the checksums of the CRC catalogue', () => {
    const digits = new TextEncoder().encode('123456789');
    expect(crc8(digits, 0, 9)).toBe(0xf4);
    expect(crc16(digits, 0, 9)).toBe(0xfee8);
  });

  it.skipIf(!existsSync(folder))('decodes mixtures to the exact sums of their talkers', () => {
    for (const id of ['v000', 'v031']) {
      const [mix, s1, s2] = ['mix', 's1', 's2'].map(
        (part) => readFlac(readFileSync(join(folder, part, `${id}.flac`))).channels[0]!,
      );
      expect(mix!.length).toBeGreaterThan(8000);
      expect(mix!.every((value, at) => value === s1![at]! + s2![at]!)).toBe(true);
    }
  });
});
