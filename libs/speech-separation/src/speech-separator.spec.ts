import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFlac, siSdr } from '@onebit/audio';
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { SAMPLE_RATE, SeparationStream, SpeechSeparator } from './index.ts';

const data = process.env['ONEBIT_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const folder = join(data, 'speech/val-mixtures');

/** Two crossing tones that come and go: no speech, but something to share out. */
const crossing = Float32Array.from(
  { length: 5 * SAMPLE_RATE },
  (_, at) => 0.3 * Math.sin(at / 7) * Math.sin(at / 5000) + 0.2 * Math.sin((at * at) / 200_000),
);
const mono = (samples: Float32Array) => ({ sampleRate: SAMPLE_RATE, channels: [samples] });

async function* blockOf(samples: Float32Array): AsyncGenerator<readonly Float32Array[]> {
  yield await Promise.resolve([samples]);
}

const separator = await SpeechSeparator.load();

describe('SpeechSeparator', () => {
  it('gives two tracks that add up to the mixture', async () => {
    const { talkers } = await separator.separate(mono(crossing), { talkers: 2 });
    const [first, second] = talkers.map(({ channels }) => channels[0]!);
    crossing.forEach((value, at) => {
      expect(Math.abs(first![at]! + second![at]! - value)).toBeLessThan(1e-5);
    });
  });

  it('gives the same samples however they were cut into pieces', async () => {
    const sound = crossing.subarray(0, 3 * SAMPLE_RATE);
    const { talkers } = await separator.separate(mono(sound), { talkers: 2 });
    const whole = talkers.map(({ channels }) => channels[0]!);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9000 }), { minLength: 1, maxLength: 5 }),
        (sizes) => {
          const stream = separator.stream();
          const got: [number[], number[]] = [[], []];
          const keep = (parts: readonly Float32Array[]): void => {
            parts.forEach((part, talker) => got[talker]!.push(...part));
          };
          let at = 0;
          for (const size of sizes) {
            keep(stream.push(sound.subarray(at, at + size)));
            at += size;
          }
          keep(stream.push(sound.subarray(at)));
          keep(stream.end());
          expect(got[0]).toEqual([...whole[0]!]);
          expect(got[1]).toEqual([...whole[1]!]);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('takes any length from one sample on', async () => {
    for (const length of [1, 255, 256, 257, 400]) {
      const { talkers } = await separator.separate(mono(crossing.subarray(0, length)));
      expect(talkers.map(({ channels }) => channels[0]!.length)).toEqual([length, length]);
    }
  });

  it('says what it did to rate, channels and silence', async () => {
    const { talkers, report } = await separator.separate({
      sampleRate: 16_000,
      channels: [new Float32Array(16_000), new Float32Array(16_000)],
    });
    expect(talkers[0].channels[0]!.every((value) => value === 0)).toBe(true);
    expect(report.confidence).toBe(0);
    expect(report.notes).toEqual([
      '2 channels were mixed down to one.',
      '16000 Hz became 8000 Hz: nothing above 4 kHz is kept.',
      'The sound is silent.',
    ]);
  });

  it('says that samples are clipped', async () => {
    const loud = crossing.map((value) => Math.max(-1, Math.min(1, value * 10)));
    const { report } = await separator.separate(mono(loud));
    expect(report.input.clipped).toBeGreaterThan(0.1);
    expect(report.notes.join()).toContain('clipped');
  });

  it('refuses what is no sound', async () => {
    const cases = [
      [{ sampleRate: 1, channels: [crossing] }, 'audio-format-unsupported'],
      [mono(Float32Array.of(0, Number.NaN)), 'value-invalid'],
      [mono(new Float32Array(0)), 'size-mismatch'],
      [{ sampleRate: 8000, channels: [] }, 'size-mismatch'],
      [
        { sampleRate: 8000, channels: [new Float32Array(32_768), new Float32Array(32_769)] },
        'size-mismatch',
      ],
    ] as const;
    for (const [sound, code] of cases) {
      await expect(separator.separate(sound)).rejects.toMatchObject({ code });
    }
    await expect(separator.separate(mono(crossing), { confidence: 2 })).rejects.toMatchObject({
      code: 'value-invalid',
    });
  });

  it('tells progress that never falls, and stops on a signal', async () => {
    const done: number[] = [];
    await separator.separate(mono(crossing), { onProgress: (now) => done.push(now.done) });
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(1);
    const stop = new AbortController();
    const run = separator.separate(mono(crossing), {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });

  it('separates sound of any length block by block, as it does the whole', async () => {
    const { talkers, report } = await separator.separate(mono(crossing), { talkers: 2 });
    const sound = {
      sampleRate: SAMPLE_RATE,
      channels: 1,
      async *blocks() {
        for (let at = 0; at < crossing.length; at += 3001) {
          yield await Promise.resolve([crossing.subarray(at, at + 3001)]);
        }
      },
    };
    const got: [number[], number[], number[]] = [[], [], []];
    const parts = separator.separateStream(sound, { talkers: 2 });
    let part = await parts.next();
    for (; !part.done; part = await parts.next()) {
      got[0].push(...part.value.talkers[0]);
      got[1].push(...part.value.talkers[1]);
      got[2].push(...part.value.mixture);
    }
    expect(part.value).toEqual(report);
    expect(got[0]).toEqual([...talkers[0].channels[0]!]);
    expect(got[1]).toEqual([...talkers[1].channels[0]!]);
    expect(got[2]).toEqual([...crossing]);
  });

  it('reads all of a sound first where asked to, once, and gives the same samples', async () => {
    let reads = 0;
    const soundOf = (fault?: number) => ({
      sampleRate: 16_000,
      channels: 1,
      async *blocks() {
        for (let at = 0; at < crossing.length; at += 9001) {
          reads += 1;
          const block = crossing.slice(at, at + 9001);
          if (fault !== undefined && at + 9001 >= crossing.length) block[0] = fault;
          yield await Promise.resolve([block]);
        }
      },
    });
    const collect = async (readFirst: boolean, fault?: number): Promise<number[]> => {
      const got: number[] = [];
      const options = { talkers: 2, readFirst } as const;
      const parts = separator.separateStream(soundOf(fault), options);
      for await (const { talkers } of parts) got.push(...talkers[0]);
      return got;
    };
    const plain = await collect(false);
    reads = 0;
    expect(await collect(true)).toEqual(plain);
    expect(reads).toBe(Math.ceil(crossing.length / 9001));
    const stream = vi.spyOn(SeparationStream.prototype, 'push');
    await expect(collect(true, Number.NaN)).rejects.toMatchObject({ code: 'value-invalid' });
    expect(stream).not.toHaveBeenCalled();
    stream.mockRestore();
  });

  it('stops in the middle of a block of any length', async () => {
    const stop = new AbortController();
    const hour = new Float32Array(3600 * SAMPLE_RATE).fill(0.1);
    let parts = 0;
    const run = async (): Promise<void> => {
      for await (const _ of separator.separateStream(
        { sampleRate: SAMPLE_RATE, channels: 1, blocks: () => blockOf(hour) },
        { signal: stop.signal },
      )) {
        parts += 1;
        if (parts === 3) stop.abort();
      }
    };
    await expect(run()).rejects.toMatchObject({ code: 'aborted' });
    expect(parts).toBe(3);
  });

  it('gives each bin to one talker with binary masks, and to none below the confidence', async () => {
    const energyAt = async (confidence: number): Promise<number> => {
      const { talkers } = await separator.separate(mono(crossing), {
        mask: 'binary',
        confidence,
        talkers: 2,
      });
      return talkers[0].channels[0]!.reduce((sum, value) => sum + value * value, 0);
    };
    expect(await energyAt(0.9)).toBeLessThan(await energyAt(0.5));
  });

  it.skipIf(!existsSync(folder))('separates women from men who were never heard', async () => {
    for (const id of ['v010', 'v012', 'v013']) {
      const [mix, s1, s2] = ['mix', 's1', 's2'].map(
        (part) => readFlac(readFileSync(join(folder, part, `${id}.flac`))).channels[0]!,
      );
      const { talkers } = await separator.separate(mono(mix!));
      const [first, second] = talkers.map(({ channels }) => channels[0]!);
      const straight = siSdr(first!, s1!) + siSdr(second!, s2!);
      const crossed = siSdr(first!, s2!) + siSdr(second!, s1!);
      const before = siSdr(mix!, s1!) + siSdr(mix!, s2!);
      expect((Math.max(straight, crossed) - before) / 2).toBeGreaterThan(5);
    }
  });

  it.skipIf(!existsSync(folder))(
    'gives a lone talker one track and silence, and says so',
    async () => {
      for (const id of ['v008', 'v032']) {
        const read = (part: string): Float32Array =>
          readFlac(readFileSync(join(folder, part, `${id}.flac`))).channels[0]!;
        const pauses = new Float32Array(4000);
        const alone = Float32Array.of(...read('s1'), ...pauses, ...read('s1'));
        const lone = await separator.separate(mono(alone));
        expect(lone.report.talkers.count).toBe(1);
        expect(lone.report.notes.join()).toContain('Only one person');
        expect(lone.talkers[0].channels[0]).toEqual(alone);
        expect(lone.talkers[1].channels[0]!.every((value) => value === 0)).toBe(true);
        const kept = await separator.separate(mono(alone), { talkers: 2 });
        expect(kept.talkers[1].channels[0]!.some((value) => value !== 0)).toBe(true);
        const both = await separator.separate(mono(read('mix')));
        expect(both.report.talkers.count).toBe(2);
      }
    },
  );
});
