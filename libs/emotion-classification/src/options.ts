import type { ClassifyOptions } from './result.ts';

/** Every option: does not compile where one is missing. */
const all: Readonly<Record<keyof ClassifyOptions, true>> = {
  explain: true,
  threshold: true,
  language: true,
  signal: true,
  onProgress: true,
};

/** The options of a call for texts that are all there. */
export const textOptions: readonly string[] = Object.keys(all);
/** The options of a call for lines, of which nobody knows how many there are. */
export const lineOptions = textOptions.filter((name) => name !== 'onProgress');
