import { BitImage } from '@onebit/image';
import { readBitImage } from '@onebit/image/browser';
import { diskorect, LearnedFilter, pairsOf, sequence } from '@onebit/morphology';
import { problemOf, Refusal } from '../../ui/problem.ts';
import type { Picture } from './pictures.ts';
import type { TeachReply, TeachRequest } from './protocol.ts';

/** Pixels of all before pictures together: more take minutes in a browser. */
const mostPixels = 2_000_000;

const reply = (message: TeachReply) => {
  self.postMessage(message);
};

const pictureOf = (image: BitImage): Picture => ({
  width: image.width,
  height: image.height,
  pixels: image.toBytes() as Uint8Array<ArrayBuffer>,
});

const imageOf = ({ width, height, pixels }: Picture) => BitImage.fromBytes(width, height, pixels);

type ReadRequest = Extract<TeachRequest, { kind: 'read' }>;
type FitRequest = Extract<TeachRequest, { kind: 'fit' }>;

/** Reads pairs; the before picture decides which side is foreground, in both of them. */
async function read({ pairs }: ReadRequest) {
  const pictures = [];
  for (const { before, after } of pairs) {
    const { image, report } = await readBitImage(new Uint8Array(await before.arrayBuffer()));
    const other = await readBitImage(new Uint8Array(await after.arrayBuffer()), {
      foreground: report.foreground,
    });
    if (image.width !== other.image.width || image.height !== other.image.height) {
      throw new Refusal({
        title: 'The pictures of a pair differ in size',
        expected: `an after picture of ${image.width} × ${image.height} pixels`,
        received: `${other.image.width} × ${other.image.height}`,
        hint: 'Cut both pictures alike.',
      });
    }
    pictures.push({ before: pictureOf(image), after: pictureOf(other.image) });
    image.dispose();
    other.image.dispose();
  }
  return pictures;
}

/** Pictures of disks, rectangles and sticks, and their openings by a disk. */
function example() {
  return pairsOf(sequence('open:disk2'), diskorect(12, 11)).map(({ before, after }) => ({
    before: pictureOf(before),
    after: pictureOf(after),
  }));
}

async function fit({ pairs, window, maxBytes }: FitRequest) {
  const pixels = pairs.reduce((sum, { before }) => sum + before.pixels.length, 0);
  if (pixels > mostPixels) {
    throw new Refusal({
      title: 'There are too many pixels to learn from here',
      expected: `at most ${mostPixels / 1e6} million pixels in all before pictures`,
      received: `${(pixels / 1e6).toFixed(1)} million`,
      hint: 'Cut out the parts that show what the filter should do, or learn through the service.',
    });
  }
  const started = performance.now();
  const images = pairs.map(({ before, after }) => ({
    before: imageOf(before),
    after: imageOf(after),
  }));
  const filter = await LearnedFilter.fit(images, {
    window,
    maxBytes,
    onProgress: ({ fraction, doing }) => {
      reply({ kind: 'progress', fraction, doing });
    },
  });
  return {
    file: filter.toModel() as Uint8Array<ArrayBuffer>,
    sequence: filter.sequence?.toString() ?? null,
    description: filter.toString(),
    proof: filter.proof,
    bytes: filter.bytes,
    results: images.map(({ before }) => pictureOf(filter.apply(before))),
    milliseconds: performance.now() - started,
  };
}

self.onmessage = async ({ data }: MessageEvent<TeachRequest>) => {
  try {
    if (data.kind === 'fit') reply({ kind: 'taught', taught: await fit(data) });
    else reply({ kind: 'pairs', pairs: data.kind === 'read' ? await read(data) : example() });
  } catch (error) {
    reply({ kind: 'failed', problem: problemOf(error) });
  }
};
