import {
  countSwaps,
  evaluateSpeechSeparation,
  type Reliability,
  type SpeechScores,
} from '@onebit/evaluation';
import { findModel } from '../models/find-model.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';
import { UsageError } from '../usage-error.ts';

interface EvaluateSpeechWords {
  readonly data?: string;
  readonly pair?: readonly string[];
  readonly minutes: number;
  readonly model?: string;
  readonly json?: boolean;
}

/** `onebit evaluate speech-separation`: how well mixtures of a set, or one long mixture, are separated. */
export async function evaluateSpeech(options: EvaluateSpeechWords): Promise<void> {
  if (options.pair) return evaluatePair(options.pair, options);
  if (options.data === undefined) {
    throw new UsageError({
      title: 'There is nothing to evaluate on',
      expected: '--data with a folder, or --pair with two recordings',
      received: 'neither',
      hint: 'onebit evaluate speech-separation --data FOLDER',
    });
  }
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
  const { model, realTimeFactor, failures, talkerCount } = result;
  const { atOnce, alone, inTurns } = talkerCount;
  const lines = [
    `${model.id} (${model.bytes} bytes), real-time factor ${realTimeFactor.toFixed(3)}`,
    row('all', result),
    ...Object.entries(result.byKind).map(([kind, scores]) => row(kind, scores)),
    `${failures.length} of ${result.mixtures} mixtures came out worse than they went in${failures.map(({ id, siSdrImprovement: dB }) => `\n  ${id}: ${dB.toFixed(2)} dB`).join('')}`,
    ...reliabilityLines(result.confidence),
    `taken for one talker at a time: ${atOnce.takenForOne} of ${atOnce.sounds} mixtures, ${alone.takenForOne} of ${alone.sounds} talkers alone, ${inTurns.takenForOne} of ${inTurns.sounds} pairs in turns`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** One long mixture of two recordings: do talkers change tracks, are there seams? */
async function evaluatePair(
  pair: readonly string[],
  { minutes, model, json }: EvaluateSpeechWords,
): Promise<void> {
  const [first, second, ...more] = pair;
  if (first === undefined || second === undefined || more.length > 0) {
    throw new UsageError({
      title: 'A pair is two recordings',
      expected: '--pair A.flac B.flac',
      received: pair.join(' '),
      hint: 'Give one recording of each talker.',
    });
  }
  const result = await countSwaps({
    pair: [first, second],
    minutes,
    signal: interruptSignal(),
    ...(model !== undefined && { model: await findModel(model) }),
  });
  if (json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { windows, undecided, swaps, siSdrImprovement, shareOfIdeal } = result;
  const { piecesAgainstWhole: pieces } = result;
  const seams = typeof pieces === 'string' ? pieces : `${pieces.toFixed(1)} dB`;
  process.stdout.write(
    [
      `${minutes} minutes: SI-SDR improvement ${siSdrImprovement.toFixed(2)} dB, ${(shareOfIdeal * 100).toFixed(0)} % of the ideal binary mask`,
      `talkers changed tracks ${swaps} times in ${windows} windows of two seconds, ${undecided} of them undecided`,
      `in pieces against the whole: ${seams}`,
      '',
    ].join('\n'),
  );
}

function row(kind: string, scores: SpeechScores): string {
  const { siSdrImprovement, shareOfIdeal, mixtures, pairs, sdr, sir, sar, stoi } = scores;
  const improvement = `${siSdrImprovement.mean.toFixed(2)} ± ${siSdrImprovement.ci95.toFixed(2)} dB`;
  return `  ${kind} (${mixtures} of ${pairs} pairs): SI-SDR improvement ${improvement}, ${(shareOfIdeal * 100).toFixed(0)} % of the ideal binary mask; SDR ${sdr.toFixed(1)}, SIR ${sir.toFixed(1)}, SAR ${sar.toFixed(1)} dB, STOI ${stoi.toFixed(2)}`;
}

/** What the separator says of each second beside what came out. */
function reliabilityLines({ segments, right, calibrationError, bins }: Reliability): string[] {
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
  return [
    `${percent(right)} of ${segments} seconds came out right (3 dB better, no swap); confidence is off by ${percent(calibrationError)} on average`,
    ...bins
      .filter((bin) => bin.segments > 0)
      .map(
        ({ from, to, segments: count, confidence, right: share, siSdrImprovement }) =>
          `  confidence ${from.toFixed(1)} to ${to.toFixed(1)}, ${percent(confidence!)} on average: ${percent(share!)} of ${count} right, ${siSdrImprovement!.toFixed(1)} dB`,
      ),
  ];
}
