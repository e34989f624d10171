import { cp, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFlac, readWav, writeFlac, writeWav } from '@onebit/audio';
import { describe, expect, it } from 'vitest';
import { onebit } from './command.fixture.ts';

const mp3 = join(import.meta.dirname, '../../../libs/audio/fixtures/tones.mp3');
const crossing = Float32Array.from(
  { length: 20_000 },
  (_, at) => 0.3 * Math.sin(at / 7) + 0.2 * Math.sin((at * at) / 200_000),
);
const folder = (): Promise<string> => mkdtemp(join(tmpdir(), 'separate-'));

describe('onebit separate', () => {
  it('reads MP3 and writes FLAC that adds up to the mixture', async () => {
    const at = await folder();
    await cp(mp3, join(at, 'tones.mp3'));
    const words = ['separate', 'tones.mp3', '-o', 'out', '--format', 'flac', '--talkers', '2'];
    const { code, stdout } = await onebit([...words, '--json'], at);
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout.toString());
    expect(files[0].report.input).toMatchObject({ sampleRate: 44_100, channels: 2, seconds: 0.5 });
    const [first, second] = await Promise.all(
      [1, 2].map(async (talker) =>
        readFlac(await readFile(join(at, `out/tones-talker-${talker}.flac`))),
      ),
    );
    expect(first!.sampleRate).toBe(8000);
    expect(first!.channels[0]).toHaveLength(4000);
    // Both tones are below 4 kHz: half of 0.4 and half of 0.3 in the mix of both channels.
    const sum = first!.channels[0]!.map((value, t) => value + second!.channels[0]![t]!);
    expect(Math.max(...sum.subarray(1000, 3000))).toBeCloseTo(0.35, 1);
  });

  it('takes standard input, whose length is not known', async () => {
    const at = await folder();
    const file = writeWav({ sampleRate: 8000, channels: [crossing] });
    const { code, stderr } = await onebit(['separate', '-', '-o', '.', '--talkers', '2'], at, file);
    expect(code).toBe(0);
    expect(stderr).toContain('2.5 s, talkers: ');
    const track = readWav(await readFile(join(at, 'stdin-talker-1.wav')));
    expect(track.channels[0]).toHaveLength(crossing.length);
    expect(await readdir(at)).toHaveLength(2);
  });

  it('leaves nothing of a file that turns out to be damaged, and goes on with the next', async () => {
    const at = await folder();
    const flac = writeFlac({ sampleRate: 8000, channels: [crossing] });
    await writeFile(join(at, 'a-cut.flac'), flac.subarray(0, flac.length - 100));
    await writeFile(join(at, 'b-whole.flac'), flac);
    const { code, stderr } = await onebit(
      ['separate', '*.flac', '-o', 'out', '--talkers', '2'],
      at,
    );
    expect(code).toBe(1);
    expect(stderr).toContain('The audio file ends too early');
    expect((await readdir(join(at, 'out'))).sort()).toEqual([
      'b-whole-talker-1.wav',
      'b-whole-talker-2.wav',
    ]);
  });

  it('refuses words that cannot be meant', async () => {
    const at = await folder();
    for (const words of [
      ['--format', 'mp3'],
      ['--talkers', '3'],
      ['--confidence', 'much'],
    ]) {
      const { code } = await onebit(['separate', 'x.wav', '-o', 'out', ...words], at);
      expect(code).toBe(2);
    }
    expect((await onebit(['evaluate', 'speech-separation'], at)).code).toBe(2);
    expect((await onebit(['evaluate', 'speech-separation', '--pair', 'a.wav'], at)).code).toBe(2);
  });
});
