import type { BitImageFormat, Foreground, ThresholdMethod } from '@onebit/image';
import { UsageError } from '../usage-error.ts';

/** What `onebit filter` writes: an image, or the components of it as a table. */
export type OutputFormat = BitImageFormat | 'csv';

/** The formats that `onebit filter` writes, with the extensions that mean them. */
export const outputFormats: Readonly<Record<OutputFormat, readonly [string, ...string[]]>> = {
  png: ['png'],
  tiff: ['tif', 'tiff'],
  pbm: ['pbm'],
  webp: ['webp'],
  gif: ['gif'],
  csv: ['csv'],
};

const formats = Object.keys(outputFormats) as OutputFormat[];

/** Reads `--threshold`: a level 0 to 254, `otsu`, `sauvola` or `sauvola:WINDOW,K`. */
export function parseThreshold(text: string): ThresholdMethod {
  const value = text.trim().toLowerCase();
  if (value === 'otsu') return 'otsu';
  const sauvola = /^sauvola(?::(\d+)(?:,(-?\d*\.?\d+))?)?$/.exec(value);
  if (sauvola) {
    const [, window, k] = sauvola;
    return {
      sauvola: {
        ...(window === undefined ? {} : { window: Number(window) }),
        ...(k === undefined ? {} : { k: Number(k) }),
      },
    };
  }
  if (/^\d{1,3}$/.test(value) && Number(value) <= 254) return { fixed: Number(value) };
  throw new UsageError({
    title: 'The threshold is not acceptable',
    expected: 'a level from 0 to 254, otsu, sauvola or sauvola:WINDOW,K',
    received: `'${text}'`,
    hint: 'Leave --threshold out for Otsu; sauvola:25,0.2 suits uneven light.',
  });
}

/** Reads `--foreground`. */
export function parseForeground(text: string): 'auto' | Foreground {
  const value = text.trim().toLowerCase();
  if (value === 'auto' || value === 'light' || value === 'dark') return value;
  throw new UsageError({
    title: 'The foreground is not acceptable',
    expected: 'auto, light or dark',
    received: `'${text}'`,
    hint: 'Leave --foreground out to have it found and reported.',
  });
}

/** Reads `--page`: one page, counted from 0, or all of them. */
export function parsePage(text: string): number | 'all' {
  const value = text.trim().toLowerCase();
  if (value === 'all') return value;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new UsageError({
    title: 'The page is not acceptable',
    expected: 'a page of a TIFF or frame of an animation, counted from 0, or all',
    received: `'${text}'`,
    hint: 'Leave --page out for the first one.',
  });
}

/** Reads `--format`. */
export function parseFormat(text: string): OutputFormat {
  const found = formatOfExtension(text);
  if (found) return found;
  throw new UsageError({
    title: 'The output format is not known',
    expected: formats.join(', '),
    received: `'${text}'`,
    hint: 'Leave --format out: the name of OUT decides, then the format is PNG.',
  });
}

/** The format that an extension (without its dot) means. */
export function formatOfExtension(extension: string): OutputFormat | undefined {
  const wanted = extension.toLowerCase();
  return formats.find((format) => outputFormats[format].includes(wanted));
}
