import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLabelledTexts } from '@onebit/datasets';
import { OnebitError } from '@onebit/errors';

/** Labelled texts of several languages, one language after another. */
export interface LanguageTexts {
  readonly texts: readonly string[];
  /** For each text the index of its language. */
  readonly languages: Int32Array;
  /** `[texts, labels]` of 0 and 1. */
  readonly truth: Uint8Array;
}

/** Training and judging texts of the languages of a data set. */
export interface LanguageSets {
  /** Codes of the languages, in alphabetical order. */
  readonly names: readonly string[];
  readonly train: LanguageTexts;
  readonly dev: LanguageTexts;
  /** SHA-256 of each file. */
  readonly digests: Readonly<Record<string, string>>;
}

/**
 * Reads a data set of several languages: `train/LANGUAGE.tsv.gz` and `dev/LANGUAGE.tsv.gz`, as
 * BRIGHTER comes, or `LANGUAGE-train.tsv.gz` and `LANGUAGE-dev.tsv.gz`, as XED does.
 *
 * @param folder - the data set
 * @param labels - names of the labels
 * @throws OnebitError `dataset-unreadable`
 */
export async function readLanguageSets(
  folder: string,
  labels: readonly string[],
): Promise<LanguageSets> {
  const inside = await namesIn(join(folder, 'train'), /^(\w+)\.tsv\.gz$/);
  const beside = await namesIn(folder, /^(\w+)-train\.tsv\.gz$/);
  const names = inside.length > 0 ? inside : beside;
  if (names.length === 0) {
    throw new OnebitError('dataset-unreadable', {
      expected: 'files train/LANGUAGE.tsv.gz or LANGUAGE-train.tsv.gz, and dev likewise',
      received: `none in ${folder}`,
      hint: 'Give the folder of BRIGHTER or of XED.',
    });
  }
  const digests: Record<string, string> = {};
  const read = async (part: 'train' | 'dev'): Promise<LanguageTexts> => {
    const texts: string[] = [];
    const languages: number[] = [];
    const cells: number[] = [];
    for (const [index, name] of names.entries()) {
      const file = inside.length > 0 ? `${part}/${name}.tsv.gz` : `${name}-${part}.tsv.gz`;
      const data = await readLabelledTexts(join(folder, file), labels);
      digests[file] = createHash('sha256')
        .update(await readFile(join(folder, file)))
        .digest('hex');
      data.texts.forEach((text, row) => {
        texts.push(text);
        languages.push(index);
        for (let label = 0; label < labels.length; label++) {
          cells.push(data.labels[row]!.includes(label) ? 1 : 0);
        }
      });
    }
    return { texts, languages: Int32Array.from(languages), truth: Uint8Array.from(cells) };
  };
  const train = await read('train');
  return { names, train, dev: await read('dev'), digests };
}

async function namesIn(folder: string, pattern: RegExp): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.flatMap((file) => pattern.exec(file)?.[1] ?? []).sort();
}
