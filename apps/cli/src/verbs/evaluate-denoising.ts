import { evaluateDenoising } from '@onebit/evaluation';
import { findFilter } from '../models/find-filter.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit evaluate denoising --data DIR`: how near cleaned pages come to the clean ones. */
export async function evaluateCleaning(options: {
  readonly data: string;
  readonly model: string;
  readonly json?: boolean;
}): Promise<void> {
  const filter = await findFilter(options.model);
  const line = progressLine();
  const result = await evaluateDenoising(options.data, filter, options.model, {
    signal: interruptSignal(),
    onProgress: ({ done, pairs }) => line.show(done / pairs, 'pages'),
  });
  line.clear();
  const { pairs, f, iou, psnr, drd } = result;
  const text = `${pairs} pages by ${options.model}: F ${f.toFixed(4)}, IoU ${iou.toFixed(4)}, PSNR ${psnr.toFixed(2)} dB, DRD ${drd.toFixed(2)}`;
  process.stdout.write(`${options.json ? JSON.stringify(result) : text}\n`);
}
