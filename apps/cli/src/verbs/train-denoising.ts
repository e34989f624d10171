import { join } from 'node:path';
import { trainDenoising } from '@onebit/evaluation';
import { modelsFolder } from '@onebit/bnn/node';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit train denoising`: the document cleaning filter, its card and its metrics. */
export async function trainCleaning(options: {
  readonly data: string;
  readonly out?: string;
  readonly seed: number;
  readonly crops: number;
  readonly samples: number;
  readonly json?: boolean;
}): Promise<void> {
  const { data, seed, crops, samples } = options;
  const line = progressLine();
  const result = await trainDenoising({
    data,
    out: options.out ?? join(modelsFolder(), 'document-cleaning'),
    seed,
    crops,
    samples,
    command: `onebit train denoising --data DIR --seed ${seed} --crops ${crops} --samples ${samples}`,
    signal: interruptSignal(),
    onProgress: ({ fraction, doing }) => line.show(fraction, doing),
  });
  line.clear();
  const rows = result.rows.map(
    ({ method, bytes, test: { f, drd }, development }) =>
      `  ${method.padEnd(50)} ${String(bytes).padStart(5)} bytes  F ${f.toFixed(4)}  DRD ${drd.toFixed(2)}  (development: F ${development.f.toFixed(4)})`,
  );
  const text = [
    `${result.model}, ${result.fileBytes} bytes, on pages neither learned from nor chosen on:`,
    ...rows,
  ].join('\n');
  process.stdout.write(`${options.json ? JSON.stringify(result) : text}\n`);
}
