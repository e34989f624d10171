import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFlac } from '@onebit/audio';
import { OnebitError } from '@onebit/errors';

/** One speaker with all their utterances, back to back. */
export interface Speaker {
  readonly id: string;
  readonly sex: 'F' | 'M';
  /** Years, where known. */
  readonly age: number | undefined;
  /** Whether the pitch of an adult does not fit the label. */
  readonly sexDoubtful: boolean;
  /** Median pitch in hertz, where known. */
  readonly pitch: number | undefined;
  readonly samples: Float32Array;
}

/** One line of a set of mixtures. */
export interface MixtureEntry {
  readonly id: string;
  /** Paths of mixture and talkers, relative to the manifest's folder. */
  readonly mix: string;
  readonly s1: string;
  readonly s2: string;
  readonly snrDb: number;
  readonly seconds: number;
  /** Who talks: `adult-FM`, `adult-FF`, … */
  readonly kind: string;
  /** Who talks, where known. */
  readonly talkers: readonly [string, string] | undefined;
  /** Sex of the first talker, where known. */
  readonly sex1: 'F' | 'M' | undefined;
  readonly sexDoubtful: boolean;
}

type Line = Readonly<Record<string, unknown>>;

/**
 * Reads the speakers of one part of a set: `manifest.jsonl` names one FLAC file a speaker.
 *
 * @param folder - with `manifest.jsonl`
 * @param split - `train`, `val`, …
 * @throws OnebitError `dataset-unreadable`
 */
export async function readSpeakers(folder: string, split: string): Promise<Speaker[]> {
  const lines = (await readLines(folder)).filter((line) => line['split'] === split);
  const first = new Map<string, Line>();
  for (const line of lines) {
    const speaker = String(line['speaker']);
    if (!first.has(speaker)) first.set(speaker, line);
  }
  if (first.size === 0) throw unreadable(folder, `speakers of the part ${split}`, 'none');
  const speakers: Speaker[] = [];
  for (const [id, line] of first) {
    const bytes = await readFile(join(folder, String(line['file'])));
    speakers.push({
      id,
      sex: line['sex'] === 'F' ? 'F' : 'M',
      age: typeof line['age'] === 'number' ? line['age'] : undefined,
      sexDoubtful: line['sex_doubtful'] === true,
      pitch: typeof line['f0'] === 'number' ? line['f0'] : undefined,
      samples: readFlac(bytes).channels[0]!,
    });
  }
  return speakers;
}

/**
 * Reads the list of a set of two-talker mixtures with both references.
 *
 * @param folder - with `manifest.jsonl`: a line `{ id, mix, s1, s2, snr_db, seconds, kind }` each
 * @throws OnebitError `dataset-unreadable`
 */
export async function readMixtures(folder: string): Promise<MixtureEntry[]> {
  const lines = await readLines(folder);
  return lines.map((line, at) => {
    const text = (key: string): string => {
      const value = line[key];
      if (typeof value !== 'string') {
        throw unreadable(folder, `a text ${key} in line ${at + 1}`, String(value));
      }
      return value;
    };
    const { sex1, spk1, spk2 } = line;
    return {
      id: text('id'),
      mix: text('mix'),
      s1: text('s1'),
      s2: text('s2'),
      snrDb: Number(line['snr_db'] ?? 0),
      seconds: Number(line['seconds'] ?? 0),
      kind: text('kind'),
      talkers: typeof spk1 === 'string' && typeof spk2 === 'string' ? [spk1, spk2] : undefined,
      sex1: sex1 === 'F' || sex1 === 'M' ? sex1 : undefined,
      sexDoubtful: line['sex_doubtful'] === true,
    };
  });
}

async function readLines(folder: string): Promise<Line[]> {
  const path = join(folder, 'manifest.jsonl');
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadable(path, 'a readable manifest.jsonl', (error as Error).message);
  });
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, at) => {
      try {
        const value: unknown = JSON.parse(line);
        if (typeof value === 'object' && value !== null) return value as Line;
      } catch {
        // Reported below like any other line that is no object.
      }
      throw unreadable(path, `a JSON object in line ${at + 1}`, line.slice(0, 60));
    });
}

function unreadable(path: string, expected: string, received: string): OnebitError {
  return new OnebitError('dataset-unreadable', {
    expected: `${expected} (${path})`,
    received,
    hint: 'Give the folder that holds the set and its manifest.jsonl.',
  });
}
