import { EmotionClassifier } from '@onebit/emotion-classification';
import { evaluateEmotionClassification } from '@onebit/evaluation';
import { findModel } from '../models/find-model.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit evaluate emotion-classification`: figures of a classifier on labelled texts. */
export async function evaluateEmotions(options: {
  readonly data: string;
  readonly model?: string;
  readonly language?: string;
  readonly json?: boolean;
}): Promise<void> {
  const model = options.model === undefined ? undefined : await findModel(options.model);
  using classifier = await EmotionClassifier.load(model);
  const line = progressLine();
  const result = await evaluateEmotionClassification(options.data, {
    classifier,
    ...(options.language !== undefined && { language: options.language }),
    signal: interruptSignal(),
    onProgress: ({ done, total }) => line.show(done / total, 'texts'),
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { ekman, singleThreshold, commonThreshold } = result;
  const lines = [
    `${result.model.id} (${result.model.bytes} bytes): ${result.rows} texts, ${result.textsPerSecond} a second`,
    `  macro-F1 ${figure(result.macroF1)}, micro-F1 ${figure(result.microF1)}, Hamming loss ${figure(result.hammingLoss)}`,
    ...[singleThreshold, commonThreshold].map(
      ({ threshold, macroF1, microF1 }) =>
        `  with ${Number(threshold.toFixed(3))} for every label: macro-F1 ${figure(macroF1)}, micro-F1 ${figure(microF1)}`,
    ),
    ...(ekman
      ? [`  groups: macro-F1 ${figure(ekman.macroF1)}, micro-F1 ${figure(ekman.microF1)}`]
      : []),
    ...(result.languages
      ? [
          `  languages: ${Object.entries(result.languages)
            .map(([name, texts]) => `${name} ${texts}`)
            .join(', ')}`,
          `  macro-F1 of the labels that occur ${figure(result.macroF1OfPresent)}`,
        ]
      : []),
    `  average precision ${figure(result.averagePrecision)}, one-error ${figure(result.oneError)}, coverage ${figure(result.coverage)}, ranking loss ${figure(result.rankingLoss)}`,
    ...Object.entries(result.perLabel).map(
      ([label, { f1, precision, recall, support, threshold }]) =>
        `  ${label.padEnd(16)} F1 ${figure(f1)}  precision ${figure(precision)}  recall ${figure(recall)}  texts ${String(support).padStart(5)}  threshold ${figure(threshold)}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const figure = (value: number): string => value.toFixed(4);
