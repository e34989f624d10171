import { OnebitError } from '@onebit/errors';

/** The tag that says where the strips of pixels lie. */
const STRIP_OFFSETS = 273;

/** Tags whose values lead to further directories, which are not followed here. */
const directoryTags = [330, 34_665, 34_853, 40_965];

/** Bytes of a value of each type, by the number of the type (0 is none). */
const typeBytes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** The largest file whose offsets fit into 32 bits. */
const MOST_BYTES = 2 ** 32 - 1;

function unsuitable(index: number, received: string): OnebitError {
  return new OnebitError('image-unreadable', {
    expected: `page ${index} as a little-endian TIFF of one page in strips`,
    received,
    hint: 'Write the page with encodeBitImage(image, "tiff").',
  });
}

/** Adds `base` to every offset of the one directory of a page; gives where the directory lies. */
function moveBy(page: DataView, base: number, index: number): number {
  const fits = (at: number, bytes: number) => at >= 0 && at + bytes <= page.byteLength;
  if (!fits(0, 8) || page.getUint32(0, true) !== 0x002a_4949) {
    throw unsuitable(index, 'something else');
  }
  const directory = page.getUint32(4, true);
  if (!fits(directory, 2)) throw unsuitable(index, 'a directory outside the file');
  const entries = page.getUint16(directory, true);
  const link = directory + 2 + 12 * entries;
  if (!fits(link, 4)) throw unsuitable(index, 'a directory cut off');
  if (page.getUint32(link, true) !== 0) throw unsuitable(index, 'several pages');
  let strips = false;
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + 12 * entry;
    const tag = page.getUint16(at, true);
    const size = typeBytes[page.getUint16(at + 2, true)] ?? 0;
    const count = page.getUint32(at + 4, true);
    if (directoryTags.includes(tag)) throw unsuitable(index, `tag ${tag}, a further directory`);
    let place = at + 8;
    if (size * count > 4) {
      place = page.getUint32(at + 8, true);
      page.setUint32(at + 8, place + base, true);
    }
    if (tag !== STRIP_OFFSETS) continue;
    strips = true;
    // Offsets of 16 bits could not be moved far; the encoder in use never writes them.
    if (size !== 4) throw unsuitable(index, 'strips at offsets of another type');
    if (!fits(place, size * count)) throw unsuitable(index, 'offsets outside the file');
    for (let strip = 0; strip < count; strip++) {
      const offset = page.getUint32(place + 4 * strip, true);
      page.setUint32(place + 4 * strip, offset + base, true);
    }
  }
  if (!strips) throw unsuitable(index, 'no strips');
  return directory;
}

/**
 * Joins TIFF files of one page each to one file with all of the pages, in their order. Pixels are
 * not decoded: every page keeps its size, compression and look.
 *
 * @param pages - at least one; files as `encodeBitImage(image, 'tiff')` writes them
 * @returns one TIFF
 * @throws OnebitError `value-invalid` without a page, `image-unreadable` for a page of another form,
 *   `image-too-large` beyond the 4 GiB that TIFF can address
 *
 * @example
 * ```ts
 * import { BitImage, joinTiff, readImageHeader } from '@onebit/image';
 * import { encodeBitImage } from '@onebit/image/node';
 * const pages = [BitImage.fromRows(['101']), BitImage.fromRows(['01', '11'])];
 * const files = await Promise.all(pages.map((page) => encodeBitImage(page, 'tiff')));
 * const { pages: count, width } = readImageHeader(joinTiff(files), { page: 1 });
 * console.log(count, width); // 2 2
 * ```
 */
export function joinTiff(pages: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  if (pages.length === 0) {
    throw new OnebitError('value-invalid', {
      expected: 'at least one page',
      received: 'none',
      hint: 'Give the TIFF files to join.',
    });
  }
  // Directories have to lie at even offsets, so every page begins at one.
  const even = (bytes: number) => bytes + (bytes % 2);
  const total = pages.reduce((sum, { length }) => sum + even(length), 8);
  if (total > MOST_BYTES) {
    throw new OnebitError('image-too-large', {
      expected: `at most ${MOST_BYTES} bytes, all that TIFF can address`,
      received: `${total} bytes`,
      hint: 'Join fewer pages.',
    });
  }
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x002a_4949, true);
  let link = 4;
  let base = 8;
  for (const [index, page] of pages.entries()) {
    file.set(page, base);
    const own = new DataView(file.buffer, base, page.length);
    const directory = moveBy(own, base, index);
    view.setUint32(link, base + directory, true);
    link = base + directory + 2 + 12 * own.getUint16(directory, true);
    base += even(page.length);
  }
  return file;
}
