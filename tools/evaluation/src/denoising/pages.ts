import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { BitImage } from '@onebit/image';
import { readBitImage } from '@onebit/image/node';
import { type Uniform, soiled } from './noise.ts';

/** Pages of text that the filter learns from. */
export const learningPages = [
  'lept_feyn',
  'lept_rabi',
  'lept_patent',
  'lept_lucasta_1_300',
  'lept_scots_frag',
  'lept_table_15',
  'lept_toc_99',
  'lept_words_15',
  'lept_chars_12',
  'lept_dreyfus1',
  'tess_8087_054_3B',
  'tess_eurotext',
] as const;

/** Whole pages that it is chosen by and never learns from. */
export const heldBackPages = [
  'tess_phototest',
  'lept_turingtest',
  'lept_pageseg2',
  'lept_form1',
  'sk_bw_text',
  'lept_feyn_fract',
] as const;

/** Of the pages held back, those that show lines of a page that is learned from. */
export const relatedPages: readonly string[] = ['lept_feyn_fract'];

/** A soiled page and the clean one. */
export interface SoiledPage {
  /** The page that it was cut out of. */
  readonly name: string;
  readonly before: BitImage;
  readonly after: BitImage;
}

/** Ink of a crop that holds text: neither an empty margin nor a picture. */
const INK = [0.04, 0.35] as const;
const MOST_TRIES = 60;

/** What is cut out of each page. */
export interface CropSettings {
  readonly width: number;
  readonly height: number;
  /** Crops of a page that is more than twice as wide and high; smaller pages give one. */
  readonly perLargePage: number;
}

/**
 * Cuts crops of text out of pages and soils each.
 *
 * @param folder - holds the pages as PNG, white = ink
 * @throws OnebitError `dataset-unreadable`
 */
export async function soiledPages(
  folder: string,
  names: readonly string[],
  { width, height, perLargePage }: CropSettings,
  uniform: Uniform,
): Promise<SoiledPage[]> {
  const pages: SoiledPage[] = [];
  for (const name of names) {
    using page = await readPage(join(folder, `${name}.png`));
    const large = page.width > 2 * width && page.height > 2 * height;
    let wanted = large ? perLargePage : 1;
    for (let tries = 0; wanted > 0 && tries < MOST_TRIES; tries++) {
      const crop = randomCrop(page, width, height, uniform);
      const ink = crop.count() / (crop.width * crop.height);
      if (ink < INK[0] || ink > INK[1]) {
        crop.dispose();
        continue;
      }
      pages.push({ name, before: soiled(crop, uniform), after: crop });
      wanted -= 1;
    }
  }
  return pages;
}

/** Reads a page whose light pixels are ink. */
async function readPage(path: string): Promise<BitImage> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new OnebitError('dataset-unreadable', {
      expected: `a page at ${path}`,
      received: (cause as NodeJS.ErrnoException).code ?? 'no file',
      hint: 'Give the folder that holds the pages as PNG.',
      cause,
    });
  }
  return (await readBitImage(bytes, { foreground: 'light' })).image;
}

function randomCrop(page: BitImage, width: number, height: number, uniform: Uniform): BitImage {
  const [wide, high] = [Math.min(width, page.width), Math.min(height, page.height)];
  const left = Math.floor(uniform() * (page.width - wide + 1));
  const top = Math.floor(uniform() * (page.height - high + 1));
  const pixels = page.toBytes();
  const crop = new Uint8Array(wide * high);
  for (let row = 0; row < high; row++) {
    const from = (top + row) * page.width + left;
    crop.set(pixels.subarray(from, from + wide), row * wide);
  }
  return BitImage.fromBytes(wide, high, crop);
}
