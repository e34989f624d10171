import { png } from '../png.ts';
import { chunked, MiB, pngBody } from './bodies.ts';
import { type BadRequest, image, refused } from './request.ts';

/** Images that cannot be read. */
export const images: readonly BadRequest[] = [
  refused('no image at all', 400, 'body-missing', [/image/, /empty body/, /Send/], {
    body: () => undefined,
  }),
  refused('an empty body in chunks', 400, 'body-missing', [/image/, /empty body/, /Send/], {
    body: () => chunked(0),
  }),
  refused('a truncated PNG', 422, 'image-truncated', [/IDAT|IEND/, /the end at byte/, /cut off/], {
    body: pngBody(image.subarray(0, -14)),
  }),
  refused(
    'a PNG that declares 100,000 x 100,000',
    413,
    'image-too-large',
    [/at most/, /100000 x 100000/, /Scale/],
    { body: pngBody(png(100_000, 100_000, Buffer.alloc(10))) },
  ),
  refused('a PNG of 65,494 x 5', 413, 'image-too-large', [/32767/, /65494 x 5/, /Scale/], {
    body: pngBody(png(65_494, 5, Buffer.alloc(5 * 8188))),
  }),
  refused(
    'a PNG that inflates to more than it declares',
    422,
    'image-unreadable',
    [/15 bytes/, /more/, /damaged/],
    { body: pngBody(png(9, 5, Buffer.alloc(4 * MiB))) },
  ),
  refused(
    'a PNG that inflates to less than it declares',
    422,
    'image-truncated',
    [/15 bytes/, /3 bytes/, /cut off/],
    { body: pngBody(png(9, 5, Buffer.alloc(3))) },
  ),
  refused('text as image/png', 422, 'image-unreadable', [/PNG/, /none of them/, /not an image/], {
    body: () => 'just words',
  }),
  refused('SVG as image/png', 415, 'image-format-unsupported', [/PNG/, /SVG/, /Convert/], {
    body: () => '<svg xmlns="http://www.w3.org/2000/svg"/>',
  }),
];
