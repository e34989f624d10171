import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { OnebitError } from '@onebit/errors';

/** Pictures of an IDX file: `count` of `rows` x `columns` bytes, one after the other. */
export interface IdxImages {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array;
}

const IMAGES_MAGIC = 2051;
const LABELS_MAGIC = 2049;
const LARGEST_FILE = 1 << 30;

/**
 * Reads the pictures of an IDX file, as MNIST and its kin come.
 *
 * @param path - a file, plain or gzip-packed
 * @throws OnebitError `dataset-unreadable` where the file is not of that form, or not whole
 */
export async function readIdxImages(path: string): Promise<IdxImages> {
  const bytes = await readUnpacked(path);
  const [magic, count, rows, columns] = words(bytes, 4);
  const size = 16 + count! * rows! * columns!;
  if (magic !== IMAGES_MAGIC || bytes.byteLength !== size) {
    throw unreadable(path, `magic ${IMAGES_MAGIC} and ${size} bytes`, magic, bytes);
  }
  return { count: count!, rows: rows!, columns: columns!, pixels: bytes.subarray(16) };
}

/**
 * Reads the labels of an IDX file.
 *
 * @param path - a file, plain or gzip-packed
 * @throws OnebitError `dataset-unreadable` where the file is not of that form, or not whole
 */
export async function readIdxLabels(path: string): Promise<Uint8Array> {
  const bytes = await readUnpacked(path);
  const [magic, count] = words(bytes, 2);
  if (magic !== LABELS_MAGIC || bytes.byteLength !== 8 + count!) {
    throw unreadable(path, `magic ${LABELS_MAGIC} and ${8 + count!} bytes`, magic, bytes);
  }
  return bytes.subarray(8);
}

async function readUnpacked(path: string): Promise<Uint8Array> {
  try {
    const file = await readFile(path);
    const packed = file[0] === 0x1f && file[1] === 0x8b;
    return packed ? await promisify(gunzip)(file, { maxOutputLength: LARGEST_FILE }) : file;
  } catch (cause) {
    throw new OnebitError('dataset-unreadable', {
      expected: `an IDX file at ${path}, plain or gzip-packed`,
      received: cause instanceof Error ? cause.message : 'something else',
      hint: 'Check the path, or fetch the file again.',
      cause,
    });
  }
}

/** The first big-endian words; words that are not there count as 0. */
function words(bytes: Uint8Array, count: number): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: count }, (_, at) =>
    at * 4 + 4 <= bytes.byteLength ? view.getUint32(at * 4) : 0,
  );
}

function unreadable(
  path: string,
  expected: string,
  magic: number | undefined,
  bytes: Uint8Array,
): OnebitError {
  return new OnebitError('dataset-unreadable', {
    expected: `${path} to have ${expected}`,
    received: `magic ${magic} and ${bytes.byteLength} bytes`,
    hint: 'Give an IDX file of bytes: images for images, labels for labels.',
  });
}
