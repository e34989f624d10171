import type { LearnedFilter } from '@onebit/morphology';
import { markdownTable } from '../markdown-table.ts';
import type { TrainedDenoising } from './trained-denoising.ts';

/** The model card of the document cleaning filter. */
export function documentCleaningCard(trained: TrainedDenoising, filter: LearnedFilter): string {
  const table = markdownTable(
    ['method', 'bytes', 'F', 'IoU', 'PSNR', 'DRD', 'F, development'],
    trained.rows.map(({ method, bytes, test: { f, iou, psnr, drd }, development }) => [
      method,
      bytes === 0 ? '-' : String(bytes),
      f.toFixed(4),
      iou.toFixed(3),
      psnr.toFixed(2),
      drd.toFixed(2),
      development.f.toFixed(4),
    ]),
  );
  return `# Document cleaning

A filter that removes specks, pieces of lines and flipped pixels from binary pages of text. It is
binary throughout: bits in, look-up tables of four pixels that vote with whole numbers of 4 bits, one
threshold, bits out. No multiplication, no floating-point number.

- Made of: ${filter.toString()}; the file has ${trained.fileBytes} bytes.
- Use it as \`learned:document-cleaning\` in any sequence.
- Input: 1 bit a pixel, 1 = ink, about 75 to 300 dpi. Off the page everything is paper.

## What it was learned from

Crops of ${trained.learningPages.length} pages, the large ones also at half their resolution, soiled by
this law: pieces of 1-pixel lines in 1.2 % of the rows and columns, specks of up to 3x3 pixels, then
5 % of all pixels flipped. The pages come from the tests of Leptonica (BSD-2-Clause), Tesseract
(Apache-2.0) and the samples of scikit-image (BSD-3-Clause):

- learned from: ${trained.learningPages.join(', ')};
- chosen among the plans below by F on: ${trained.developmentPages.join(', ')};
- judged on: ${trained.testPages.join(', ')}.

## How good it is

On the ${trained.testPages.length} pages that it neither learned from nor was chosen on, soiled by the same law. F, IoU and
PSNR are pooled over pixels; DRD is averaged over crops. The last column is F on the
${trained.developmentPages.length} development pages, by which the plan was chosen.

${table}

## Limits

It knows one noise law and black-on-white print. Hairlines of one pixel and isolated dots of a pixel or
two look like noise to it. Pages scanned above 300 dpi are better scaled down first.

## Make it again

\`${trained.command}\` (seed ${trained.seed}, ${Math.ceil(trained.seconds / 60)} min of processor time, one thread).
`;
}
