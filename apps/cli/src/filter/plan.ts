import { readdir, stat } from 'node:fs/promises';
import { basename, extname, isAbsolute, join, resolve } from 'node:path';
import { convertPathToPattern, glob, isDynamicPattern } from 'tinyglobby';
import { UsageError } from '../usage-error.ts';
import { formatOfExtension, type OutputFormat, outputFormats } from './options.ts';

/** Standard input or output instead of a file. */
export const standardStream = '-';

/** One input and where its result goes; output `null`: the result is only counted. */
export interface PlannedFile {
  readonly input: string;
  readonly output: string | null;
  readonly format: OutputFormat;
}

/** What the command line says about files. */
export interface FileWords {
  /** The paths after the sequence: inputs, and last the output unless `output` is given. */
  readonly paths: readonly string[];
  readonly output?: string;
  readonly format?: OutputFormat;
  /** stdout is taken by the JSON document. */
  readonly json: boolean;
  readonly stdoutIsTerminal: boolean;
}

const imageExtensions = new Set(
  'png tif tiff jpg jpeg webp gif pbm pgm ppm pnm bmp avif'.split(' '),
);

const statOf = (path: string) => stat(path).catch(() => undefined);

/** The files behind one word: itself, the matches of a pattern, or the images of a folder. */
async function expand(word: string): Promise<string[]> {
  if (word === standardStream) return [word];
  const found = await statOf(word);
  if (found?.isDirectory()) {
    const names = await readdir(word);
    const images = names
      .filter((name) => imageExtensions.has(extname(name).slice(1).toLowerCase()))
      .sort()
      .map((name) => join(word, name));
    if (images.length > 0) return images;
    throw new UsageError({
      title: 'The folder holds no image',
      expected: `files ending in ${[...imageExtensions].join(', ')}`,
      received: word,
      hint: 'Name the files themselves if their names end otherwise.',
    });
  }
  if (found || !isDynamicPattern(word)) return [word];
  const matches = await glob(word.replaceAll('\\', '/'), {
    absolute: isAbsolute(word),
    expandDirectories: false,
  });
  if (matches.length > 0) return matches.sort();
  throw new UsageError({
    title: 'The pattern matches no file',
    expected: 'at least one file',
    received: word,
    hint: `To name a file literally, write ${convertPathToPattern(word)}.`,
  });
}

/** The format that an output name asks for; refuses what cannot be written. */
function formatOfName(path: string): OutputFormat {
  const extension = extname(path).slice(1);
  if (extension === '') return 'png';
  const found = formatOfExtension(extension);
  if (found !== undefined) return found;
  const known = Object.values(outputFormats).flat();
  throw new UsageError({
    title: 'The output format is not known',
    expected: `a name that ends in ${known.map((one) => `.${one}`).join(', ')}`,
    received: path,
    hint: 'Rename OUT, or say the format: --format png.',
  });
}

const sameFile = (a: string, b: string): boolean => resolve(a) === resolve(b);

/** Output names in a folder: the input's name with the extension of the format. */
function intoFolder(
  inputs: readonly string[],
  folder: string,
  format: OutputFormat | undefined,
): PlannedFile[] {
  const taken = new Map<string, string>();
  return inputs.map((input) => {
    const own = input === standardStream ? 'stdin' : basename(input);
    const extension = extname(own);
    const kept = format === undefined ? formatOfExtension(extension.slice(1)) : undefined;
    const chosen = format ?? kept ?? 'png';
    const name = basename(own, extension) + (kept ? extension : `.${outputFormats[chosen][0]}`);
    const output = join(folder, name);
    const rival = taken.get(resolve(output));
    if (rival !== undefined) {
      throw new UsageError({
        title: 'Two inputs would be written to one file',
        expected: 'inputs with different names',
        received: `${rival} and ${input} for ${output}`,
        hint: 'Filter them in two calls with two output folders.',
      });
    }
    if (input !== standardStream && sameFile(input, output)) {
      throw new UsageError({
        title: 'The result would replace its input',
        expected: 'an output folder other than the input folder',
        received: output,
        hint: 'Give another folder, or another format with --format.',
      });
    }
    taken.set(resolve(output), input);
    return { input, output, format: chosen };
  });
}

/**
 * Decides which files are read and written, before anything is touched.
 *
 * @throws UsageError where the words cannot be meant
 */
export async function planFiles(words: FileWords): Promise<PlannedFile[]> {
  const { paths, format, json, stdoutIsTerminal } = words;
  const last = words.output ?? (paths.length > 1 ? paths.at(-1) : undefined);
  const sources = words.output === undefined && paths.length > 1 ? paths.slice(0, -1) : paths;
  const inputs = (await Promise.all(sources.map(expand))).flat();
  if (inputs.filter((input) => input === standardStream).length > 1) {
    throw new UsageError({
      title: 'Standard input can be read once only',
      expected: "one '-' among the inputs",
      received: sources.join(' '),
      hint: 'Remove the others.',
    });
  }
  if (last !== undefined && last !== standardStream) {
    const isFolder = /[\\/]$/.test(last) || ((await statOf(last))?.isDirectory() ?? false);
    if (isFolder) return intoFolder(inputs, last, format);
    if (inputs.length > 1) {
      // A name without an extension can only be meant as a folder that is still to be made.
      if (!(await statOf(last)) && extname(last) === '') return intoFolder(inputs, last, format);
      throw new UsageError({
        title: 'Several inputs need an output folder',
        expected: 'a folder as the last word',
        received: `${inputs.length} inputs and '${last}'`,
        hint: `Write '${last}/' to have a folder of that name made.`,
      });
    }
    const chosen = format ?? formatOfName(last);
    return [{ input: inputs[0]!, output: last, format: chosen }];
  }
  if (inputs.length > 1 && !(json && last === undefined)) {
    throw new UsageError({
      title: 'Several inputs need an output folder',
      expected: 'a folder as the last word',
      received: `${inputs.length} inputs and ${last === undefined ? 'no output' : 'standard output'}`,
      hint: 'Add a folder, e.g. filtered/.',
    });
  }
  if (json) {
    if (last === standardStream) {
      throw new UsageError({
        title: 'Standard output cannot carry both the image and the JSON document',
        expected: 'an output file with --json',
        received: "'-' as output",
        hint: 'Name a file, or leave the output out to have the result counted only.',
      });
    }
    return inputs.map((input) => ({ input, output: null, format: format ?? 'png' }));
  }
  if (stdoutIsTerminal && format !== 'csv') {
    throw new UsageError({
      title: 'An image cannot be shown on a terminal',
      expected: 'an output file, or standard output sent to a file or program',
      received: 'no output, and standard output is a terminal',
      hint: 'Add a file name, or > result.png.',
    });
  }
  return [{ input: inputs[0]!, output: standardStream, format: format ?? 'png' }];
}
