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
    onProgress: ({ done, cases }) => line.show(done / cases, 'golden cases'),
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { cases, exact, failed, unsupported } = result;
  const lines = [
    `${exact} of ${cases} cases are equal bit by bit`,
    ...failed.map(
      ({ input, op, se, border, expected, received }) =>
        `  ${input} ${op} ${se} ${border}: expected ${expected}, received ${received}`,
    ),
    ...unsupported.map(
      ({ input, op, se, border }) => `  ${input} ${op} ${se} ${border}: not known here`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
