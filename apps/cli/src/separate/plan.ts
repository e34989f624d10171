import { stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import { convertPathToPattern, glob, isDynamicPattern } from 'tinyglobby';
import { UsageError } from '../usage-error.ts';
import type { TrackFormat } from './track-file.ts';

/** Standard input instead of a file. */
export const standardInput = '-';

/** One recording and where both talkers go. */
export interface PlannedSeparation {
  readonly input: string;
  readonly outputs: readonly [string, string];
}

/**
 * Decides which files are read and written, before anything is touched.
 *
 * @param words - files, patterns, or `-`
 * @param folder - that the talkers go to
 * @param format - of the talkers' files
 * @throws UsageError where the words cannot be meant
 */
export async function planSeparations(
  words: readonly string[],
  folder: string,
  format: TrackFormat,
): Promise<PlannedSeparation[]> {
  await requireFolder(folder);
  const inputs = (await Promise.all(words.map(expand))).flat();
  const taken = new Map<string, string>();
  return inputs.map((input) => {
    const name = input === standardInput ? 'stdin' : basename(input, extname(input));
    const output = (talker: number): string => join(folder, `${name}-talker-${talker}.${format}`);
    const rival = taken.get(resolve(output(1)));
    if (rival !== undefined) {
      throw new UsageError({
        title: 'Two inputs would be written to the same files',
        expected: 'inputs with different names',
        received: `${rival} and ${input} for ${output(1)}`,
        hint: 'Separate them in two calls with two output folders.',
      });
    }
    taken.set(resolve(output(1)), input);
    return { input, outputs: [output(1), output(2)] };
  });
}

/** Refuses a file as the folder that the talkers go to; one that is not there will be made. */
async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined || found.isDirectory()) return;
  throw new UsageError({
    title: 'A file stands where a folder was expected',
    expected: 'a folder, or a name that is free',
    received: folder,
    hint: 'The talkers are written to files of their own: give -o a folder.',
  });
}

/** The files behind one word: itself, or the matches of a pattern. */
async function expand(word: string): Promise<string[]> {
  const exists = word === standardInput || (await stat(word).catch(() => undefined));
  if (exists || !isDynamicPattern(word)) return [word];
  const pattern = word.replaceAll('\\', '/');
  const matches = await glob(pattern, { absolute: isAbsolute(word), expandDirectories: false });
  if (matches.length > 0) return matches.sort();
  throw new UsageError({
    title: 'The pattern matches no file',
    expected: 'at least one file',
    received: word,
    hint: `To name a file literally, write ${convertPathToPattern(word)}.`,
  });
}
