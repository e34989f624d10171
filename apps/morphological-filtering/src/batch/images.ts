import { type ImageHeader, type ImageLimits, readImageHeader } from '@onebit/image';
import { isZip, readZip, tooMany } from '../zip/read-zip.ts';

/** What bounds a batch. */
export interface BatchLimits extends ImageLimits {
  /** Images of the batch. */
  readonly images: number;
  /** Pixels of all of them. */
  readonly allPixels: number;
}

/** One image of a batch; its bytes and head are read when its turn comes. */
export interface BatchImage {
  /** The file's name in the zip; '' for the pages of the one file that was sent. */
  readonly name: string;
  readonly page: number;
  /** Throws what is wrong with the file. */
  readonly open: () => Promise<{ readonly bytes: Uint8Array; readonly header: ImageHeader }>;
}

/** The images of a batch, one after the other, and what was left out of it. */
export interface Batch {
  readonly images: AsyncIterable<BatchImage>;
  readonly skipped: readonly string[];
  /** The files in it, for the progress. */
  readonly files: number;
}

/** A file as it lies in the batch. */
interface BatchFile {
  readonly name: string;
  readonly read: () => Promise<Uint8Array>;
}

/** The pages of the files in turn: one page of each, or all. */
async function* pagesOf(
  files: readonly BatchFile[],
  page: number | 'all',
  limits: BatchLimits,
): AsyncGenerator<BatchImage> {
  let images = 0;
  for (const { name, read } of files) {
    let bytes: Uint8Array | undefined;
    const open = async (at: number) => {
      bytes ??= await read();
      return { bytes, header: readImageHeader(bytes, { page: at, limits }) };
    };
    const first = page === 'all' ? 0 : page;
    // A file whose head cannot be read counts as one image, which then says why.
    const pages = page === 'all' ? await pageCount(() => open(0)) : 1;
    images += pages;
    if (images > limits.images) throw tooMany(limits.images);
    for (let at = first; at < first + pages; at++) {
      yield { name, page: at, open: () => open(at) };
    }
  }
}

async function pageCount(open: () => Promise<{ header: ImageHeader }>): Promise<number> {
  try {
    const { header } = await open();
    // Of an animated PNG only the still picture is read.
    return header.format === 'png' ? 1 : header.pages;
  } catch {
    return 1;
  }
}

/**
 * Opens what was sent as a batch: the files of a zip, or the pages of one image file.
 *
 * @throws OnebitError `zip-unreadable`, `batch-too-large`
 */
export async function openBatch(
  bytes: Uint8Array,
  page: number | 'all',
  limits: BatchLimits,
): Promise<Batch> {
  const { files, skipped } = isZip(bytes)
    ? await readZip(bytes, limits.images)
    : { files: [{ name: '', read: () => Promise.resolve(bytes) }], skipped: [] };
  const read = files.map(({ name, read: inflate }) => ({
    name,
    read: () => inflate(limits.bytes),
  }));
  return { images: pagesOf(read, page, limits), skipped, files: files.length };
}
