import type { BitImageFormat } from '@onebit/image';

/** Media types accepted as input, as the body or as the file of a form. */
export const inputTypes = [
  'image/png',
  'image/tiff',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/x-portable-bitmap',
  'image/x-portable-graymap',
  'image/x-portable-pixmap',
  'image/x-portable-anymap',
  'application/zip',
  'application/octet-stream',
] as const;

/** The forms of the answer to one image; the first is the answer to a client that takes any. */
export const outputTypes = [
  'image/png',
  'image/tiff',
  'image/x-portable-bitmap',
  'image/webp',
  'image/gif',
  'application/json',
  'text/csv',
] as const;

/** The forms of the answer to a batch; the first is the answer to a client that takes any. */
export const batchTypes = [
  'application/zip',
  'image/tiff',
  'application/json',
  'text/csv',
] as const;

/** A form of the answer to a batch. */
export type BatchType = (typeof batchTypes)[number];

/** A form of the answer to one image. */
type OutputType = (typeof outputTypes)[number];

const types: Record<Exclude<OutputType, 'application/json' | 'text/csv'>, BitImageFormat> = {
  'image/png': 'png',
  'image/tiff': 'tiff',
  'image/x-portable-bitmap': 'pbm',
  'image/webp': 'webp',
  'image/gif': 'gif',
};

/** The image format of a form of the answer; undefined for JSON and CSV. */
export function formatOf(type: OutputType): BitImageFormat | undefined {
  return type === 'application/json' || type === 'text/csv' ? undefined : types[type];
}

/** The media type of an image format. */
export function typeOf(format: BitImageFormat): string {
  return Object.entries(types).find(([, known]) => known === format)![0];
}
