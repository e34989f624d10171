import { evaluateSpeechSeparation, type SpeechScores } from '@onebit/evaluation';
import { findModel } from '../models/find-model.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit evaluate speech-separation`: how well mixtures of a set are separated. */
export async function evaluateSpeech(options: {
  readonly data: string;
  readonly model?: string;
  readonly json?: boolean;
}): Promise<void> {
  const line = progressLine();
  const result = await evaluateSpeechSeparation({
    data: options.data,
    ...(options.model !== undefined && { model: await findModel(options.model) }),
    signal: interruptSignal(),
    onProgress: (done, mixtures) => line.show(done / mixtures, 'mixtures'),
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { model, realTimeFactor, failures } = result;
  const lines = [
    `${model.id} (${model.bytes} bytes), real-time factor ${realTimeFactor.toFixed(3)}`,
    row('all', result),
    ...Object.entries(result.byKind).map(([kind, scores]) => row(kind, scores)),
    `${failures.length} of ${result.mixtures} mixtures came out worse than they went in`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function row(kind: string, scores: SpeechScores): string {
  const { siSdrImprovement, shareOfIdeal, mixtures, sdr, sir, sar, stoi } = scores;
  const improvement = `${siSdrImprovement.mean.toFixed(2)} ± ${siSdrImprovement.ci95.toFixed(2)} dB`;
  return `  ${kind} (${mixtures}): SI-SDR improvement ${improvement}, ${(shareOfIdeal * 100).toFixed(0)} % of the ideal binary mask; SDR ${sdr.toFixed(1)}, SIR ${sir.toFixed(1)}, SAR ${sar.toFixed(1)} dB, STOI ${stoi.toFixed(2)}`;
}
