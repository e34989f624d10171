import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { plotSimpson, reproduceSimpson, type SimpsonScores } from '@onebit/training';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';
import { writeAtomically } from '../write-atomically.ts';

/** `onebit reproduce simpson`: masks for two known talkers, and what the confidence trades. */
export async function reproduceKnownPair(options: {
  readonly data: string;
  readonly talkers: readonly string[];
  readonly epochs: number;
  readonly mixtures: number;
  readonly seed: number;
  readonly out?: string;
  readonly json?: boolean;
}): Promise<void> {
  const [first, second, ...more] = options.talkers;
  if (first === undefined || second === undefined || more.length > 0) {
    throw new UsageError({
      title: 'A pair is two talkers',
      expected: '--talkers A B',
      received: options.talkers.join(' '),
      hint: 'Leave --talkers out for ls19 and ls26.',
    });
  }
  const line = progressLine();
  const result = await reproduceSimpson({
    ...options,
    talkers: [first, second],
    signal: interruptSignal(),
    onProgress: ({ fraction, doing }) => line.show(fraction, doing),
  });
  line.clear();
  const plots: string[] = [];
  if (options.out !== undefined) {
    await mkdir(options.out, { recursive: true });
    for (const form of ['real-valued', '1-bit'] as const) {
      for (const mask of ['hard', 'soft'] as const) {
        const path = join(options.out, `${form}-${mask}.svg`);
        await writeAtomically(path, new TextEncoder().encode(plotSimpson(result, form, mask)));
        plots.push(path);
      }
    }
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ ...result, plots })}\n`);
    return;
  }
  const lines = [
    `${first} and ${second}, ${result.mixtures} mixtures of five seconds at ${result.sampleRate} Hz`,
    ...result.forms.map(
      ({ form, accuracy, bytes, seconds }) =>
        `  ${form}: ${(accuracy * 100).toFixed(1)} % of held-back bins right, ${bytes} bytes, trained in ${(seconds / 60).toFixed(1)} min`,
    ),
    row('mixture as it is', result.mixture),
    row('ideal binary mask', result.idealBinaryMask),
    ...result.rows.map((one) => row(`${one.form}, ${one.mask}, alpha ${one.alpha}`, one)),
    ...plots.map((path) => `-> ${path}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function row(name: string, { sdr, sir, sar, siSdrImprovement }: SimpsonScores): string {
  if (!Number.isFinite(sdr)) return `  ${name.padEnd(30)} of some talker nothing is left`;
  const numbers = [sdr, sir, sar, siSdrImprovement].map((value) => value.toFixed(2).padStart(6));
  return `  ${name.padEnd(30)} SDR ${numbers[0]} SIR ${numbers[1]} SAR ${numbers[2]} dB, SI-SDR improvement ${numbers[3]} dB`;
}
