import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE, TalkerPicture } from './index.ts';

const low = Float32Array.from({ length: SAMPLE_RATE }, (_, at) => Math.sin((Math.PI * at) / 16));
const high = low.map((_, at) => 0.1 * Math.sin((Math.PI * at) / 2));

function pictureOf(first: Float32Array, second: Float32Array, piece: number, columns?: number) {
  const picture = new TalkerPicture(columns);
  for (let at = 0; at < first.length; at += piece) {
    picture.push(first.subarray(at, at + piece), second.subarray(at, at + piece));
  }
  return picture.end();
}

describe('TalkerPicture', () => {
  it('shows each talker at their frequencies, as loud as they are', () => {
    const { columns, bins, secondsAColumn, levels, shares } = pictureOf(low, high, 8000);
    expect([columns, bins, secondsAColumn]).toEqual([33, 257, 0.032]);
    const at = (bin: number) => 15 * bins + bin;
    expect(levels[at(16)]).toBeCloseTo(0, 1);
    expect(levels[at(128)]).toBeCloseTo(-20, 1);
    expect(shares[at(16)]).toBeGreaterThan(0.99);
    expect(shares[at(128)]).toBeLessThan(0.01);
  });

  it('is the same however the tracks were cut into pieces', () => {
    const whole = pictureOf(low, high, 8000);
    for (const piece of [1, 255, 257, 3000]) expect(pictureOf(low, high, piece)).toEqual(whole);
  });

  it('keeps its columns bounded: each two become one when they are full', () => {
    const { columns, secondsAColumn, levels, shares } = pictureOf(low, high, 500, 8);
    expect([columns, secondsAColumn]).toEqual([5, 0.256]);
    expect(levels[1 * 257 + 16]).toBeCloseTo(0, 1);
    expect(shares[1 * 257 + 16]).toBeGreaterThan(0.99);
    // The last column holds one frame beyond the four full ones, and is not thinned by the others.
    const single = pictureOf(low, high, 500).levels[32 * 257 + 16]!;
    expect(levels[4 * 257 + 16]).toBeCloseTo(single, 3);
  });

  it('gives nobody the silence', () => {
    const { levels, shares } = pictureOf(new Float32Array(600), new Float32Array(600), 600);
    expect(shares.every((share) => share === 0.5)).toBe(true);
    expect(levels.every((level) => level === -Infinity)).toBe(true);
  });
});
