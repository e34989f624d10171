import { evaluateMorphologicalFiltering } from '@onebit/evaluation';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit evaluate morphological-filtering --data MANIFEST`: how many golden cases are bit-equal. */
export async function evaluateMorphology(options: {
  readonly data: string;
  readonly json?: boolean;
}): Promise<void> {
  const line = progressLine();
  const result = await evaluateMorphologicalFiltering(options.data, {
    signal: interruptSignal(),
    onProgress: (share: number) => line.show(share, 'golden cases'),
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  process.stdout.write(`${result.exact} of ${result.cases} cases are equal bit by bit\n`);
  for (const { input, op, se, border, expected, received } of result.failed) {
    process.stdout.write(
      `  ${input} ${op} ${se} (border ${border}): expected ${expected}, received ${received}\n`,
    );
  }
}
