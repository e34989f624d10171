import type { BitImageFormat } from '@onebit/image';

/** An image of a batch and the form it is written in. */
export interface NamedImage {
  /** Its name in the zip that came; '' for the pages of one file. */
  readonly name: string;
  readonly page: number;
  readonly pages: number;
  readonly format: BitImageFormat;
}

/**
 * The name of a result in the zip of the answer: the name it came with and the new extension, the
 * page where there are several, and a number where the name is taken.
 */
export function outputName(
  { name, page, pages, format }: NamedImage,
  taken: { has(name: string): boolean },
): string {
  const base = name === '' ? 'page' : name.replace(/\.[^./]+$/, '');
  const numbered = pages > 1 || name === '' ? `${base}-${String(page)}` : base;
  let chosen = `${numbered}.${format}`;
  for (let copy = 2; taken.has(chosen) || chosen === 'report.json'; copy++) {
    chosen = `${numbered}-${String(copy)}.${format}`;
  }
  return chosen;
}
