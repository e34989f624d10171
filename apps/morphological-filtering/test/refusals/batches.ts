import { damaged, zipOf } from '../zip.ts';
import { type BadRequest, image, refused } from './request.ts';

/** Zips. */
export const batches: readonly BadRequest[] = [
  refused('a zip that is none', 422, 'zip-unreadable', [/zip/, /./, /again/], {
    type: 'application/zip',
    body: () => 'PK\x03\x04 and nothing that follows from it',
  }),
  refused(
    'a zip of words',
    422,
    'batch-failed',
    [/at least one image/, /words.txt: The image cannot be read/, /not an image/],
    {
      type: 'application/zip',
      body: () => zipOf({ 'words.txt': new TextEncoder().encode('no image at all') }),
    },
  ),
  refused(
    'a zip of nothing',
    422,
    'batch-failed',
    [/at least one image/, /none/, /Put image files/],
    { type: 'application/zip', body: () => zipOf({}) },
  ),
  refused(
    'a zip whose only image was altered',
    422,
    'batch-failed',
    [/at least one image/, /a.png: The zip file cannot be read/, /again/],
    { type: 'application/zip', body: () => damaged(zipOf({ 'a.png': image })) },
  ),
  refused(
    'a zip of 501 images',
    413,
    'batch-too-large',
    [/at most 500 images/, /more/, /several requests/],
    {
      type: 'application/zip',
      body: () =>
        zipOf(Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`${i}.png`, image]))),
    },
  ),
];
