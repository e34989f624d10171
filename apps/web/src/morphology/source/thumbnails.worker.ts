import { samples } from '../samples/catalogue.ts';
import type { Sheet } from '../samples/sheet.ts';

export interface SamplePicture {
  readonly id: string;
  readonly bitmap: ImageBitmap;
}

/** Twice the size at which a thumbnail is shown, for dense screens. */
const [width, height] = [240, 180];

async function draw(sheet: Sheet): Promise<ImageBitmap> {
  const data = new ImageData(sheet.width, sheet.height);
  const pixels = new Uint32Array(data.data.buffer);
  for (let at = 0; at < pixels.length; at++) {
    pixels[at] = 0xff00_0000 | (sheet.data[at]! * 0x01_0101);
  }
  // Cut to the thumbnails' shape from the middle.
  const scale = Math.min(sheet.width / width, sheet.height / height);
  const [cutWidth, cutHeight] = [width * scale, height * scale];
  return createImageBitmap(
    data,
    Math.round((sheet.width - cutWidth) / 2),
    Math.round((sheet.height - cutHeight) / 2),
    Math.round(cutWidth),
    Math.round(cutHeight),
    { resizeWidth: width, resizeHeight: height, resizeQuality: 'high' },
  );
}

const pictures = await Promise.all(
  samples.map(async ({ id, draw: drawSample }): Promise<SamplePicture> => {
    return { id, bitmap: await draw(drawSample()) };
  }),
);
self.postMessage(pictures, { transfer: pictures.map(({ bitmap }) => bitmap) });
