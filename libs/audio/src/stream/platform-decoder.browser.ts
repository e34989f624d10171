import { describe, expect, it } from 'vitest';
import { decodeSound } from '../index.ts';

const files = [
  ['tones.mp3', 44_100, 22_050],
  ['tones-vorbis.ogg', 44_100, 22_050],
  ['tones-opus.ogg', 48_000, 24_000],
] as const;

describe('the browser decodes', () => {
  it.each(files)('%s at the rate of the file', async (name, rate, length) => {
    const answer = await fetch(new URL(`../../fixtures/${name}`, import.meta.url));
    const { sampleRate, channels } = await decodeSound(new Uint8Array(await answer.arrayBuffer()));
    expect(sampleRate).toBe(rate);
    expect(channels).toHaveLength(2);
    // Decoders differ in what they trim at the ends.
    expect(Math.abs(channels[0]!.length - length)).toBeLessThan(2500);
    expect(Math.max(...channels[0]!)).toBeGreaterThan(0.35);
  });

  it('and what it cannot is refused by name', async () => {
    const damaged = Uint8Array.of(0xff, 0xfb, 0x90, 0, ...new Array<number>(100).fill(1));
    await expect(decodeSound(damaged)).rejects.toMatchObject({ code: 'audio-unreadable' });
  });
});
