import { type JointNetworkRow, reproduceJointNetworks } from '@onebit/training';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit reproduce jbnn`: one network for all labels against a network a label and a softmax. */
export async function reproduceJbnn(options: {
  readonly data: string;
  readonly ekman?: boolean;
  readonly texts: number;
  readonly judged: number;
  readonly epochs: number;
  readonly seed: number;
  readonly json?: boolean;
}): Promise<void> {
  const line = progressLine();
  const result = await reproduceJointNetworks({
    data: options.data,
    ekman: options.ekman === true,
    texts: options.texts,
    judged: options.judged,
    epochs: options.epochs,
    seed: options.seed,
    signal: interruptSignal(),
    onRow: (row) => {
      line.clear();
      process.stderr.write(`${rowLine(row)}\n`);
    },
    onProgress: ({ fraction, doing }) => line.show(fraction, doing),
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const lines = [
    `GoEmotions, ${result.labels} labels, ${result.trainTexts} training texts, ${result.validationTexts} to choose the epoch, ${result.judgedTexts} of dev judged`,
    `BiLSTM with attention, vectors of ${result.depth}, ${result.epochs} epochs, seed ${result.seed}`,
    '  encoder method                    Hamming 1-error coverage ranking avg.prec. networks units CPU s',
    ...result.rows.map(rowLine),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const rowLine = (row: JointNetworkRow): string =>
  [
    `  ${row.encoder.padEnd(7)} ${row.method.padEnd(25)}`,
    row.hammingLoss.toFixed(4).padStart(7),
    row.oneError.toFixed(4).padStart(7),
    row.coverage.toFixed(3).padStart(8),
    row.rankingLoss.toFixed(4).padStart(7),
    row.averagePrecision.toFixed(4).padStart(9),
    String(row.networks).padStart(8),
    String(row.units).padStart(5),
    row.cpuSeconds.toFixed(0).padStart(5),
  ].join(' ');
