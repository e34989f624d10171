import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnebitError } from '@onebit/errors';
import { BitImage } from '@onebit/image';
import { readBitImage } from '@onebit/image/node';
import { halved } from './halved.ts';
import { type Uniform, soiled } from './noise.ts';

/** Pages of text that the filter learns from. */
export const learningPages = [
  'lept_feyn',
  'lept_feyn_fract',
  'lept_rabi',
  'lept_patent',
  'lept_lucasta_1_300',
  'lept_scots_frag',
  'lept_toc_99',
  'lept_chars_12',
  'lept_dreyfus1',
  'tess_8087_054_3B',
  'tess_eurotext',
] as const;

/** Pages that the plan is chosen on; nothing is learned from them. */
export const developmentPages = [
  'lept_form1',
  'lept_table_15',
  'lept_words_15',
  'sk_bw_text',
] as const;

/** Pages for the figures alone: nothing is learned from them or chosen on them. */
export const testPages = ['tess_phototest', 'lept_turingtest', 'lept_pageseg2'] as const;

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
  /** As many crops again of each such page at half its resolution, for print of other sizes. */
  readonly halvedToo?: boolean;
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
  settings: CropSettings,
  uniform: Uniform,
): Promise<SoiledPage[]> {
  const pages: SoiledPage[] = [];
  for (const name of names) {
    using page = await readPage(join(folder, `${name}.png`));
    pages.push(...soiledCrops(page, name, settings, uniform));
    if (settings.halvedToo !== true || !isLarge(page, settings)) continue;
    using small = halved(page);
    pages.push(...soiledCrops(small, name, settings, uniform, settings.perLargePage));
  }
  return pages;
}

const isLarge = (page: BitImage, { width, height }: CropSettings): boolean =>
  page.width > 2 * width && page.height > 2 * height;

function soiledCrops(
  page: BitImage,
  name: string,
  settings: CropSettings,
  uniform: Uniform,
  count = isLarge(page, settings) ? settings.perLargePage : 1,
): SoiledPage[] {
  const { width, height } = settings;
  const pages: SoiledPage[] = [];
  for (let tries = 0; pages.length < count && tries < MOST_TRIES; tries++) {
    const crop = randomCrop(page, width, height, uniform);
    const ink = crop.count() / (crop.width * crop.height);
    if (ink >= INK[0] && ink <= INK[1]) {
      pages.push({ name, before: soiled(crop, uniform), after: crop });
    } else crop.dispose();
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
