import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSound, type Sound } from '@onebit/audio';
import { inspectNetwork, type Model } from '@onebit/bnn';
import { readMixtures, type MixtureEntry } from '@onebit/datasets';
import { OnebitError } from '@onebit/errors';
import { SAMPLE_RATE, type Segment, SpeechSeparator } from '@onebit/speech-separation';
import { type Reliability, reliabilityOf } from './reliability.ts';
import { bestOrder, idealEstimates, judgeOf, type Mixture, type MixtureScores } from './scores.ts';
import { type JudgedSegment, judgeSegments } from './segments.ts';
import { mean, meanWithInterval, type MeanWithInterval } from './statistics.ts';

/** What an evaluation of a separator is given. */
export interface SpeechSeparationEvaluationOptions {
  /** Folder with `manifest.jsonl` and the mixtures and talkers that it names. */
  readonly data: string;
  /** The model; the one that comes along where absent. */
  readonly model?: Model;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, mixtures: number) => void;
}

/** Scores of some of the mixtures. All decibels are means over mixtures and both talkers. */
export interface SpeechScores {
  readonly mixtures: number;
  /** Pairs of talkers, which the intervals are over: mixtures of one pair stand or fall together. */
  readonly pairs: number;
  /** SI-SDR above that of the mixture, soft masks. */
  readonly siSdrImprovement: MeanWithInterval;
  /** The same with the ideal binary mask. */
  readonly idealBinaryMask: { readonly siSdrImprovement: number };
  /** Improvement as a share of the ideal binary mask's. */
  readonly shareOfIdeal: number;
  readonly sdr: number;
  readonly sir: number;
  readonly sar: number;
  readonly stoi: number;
  /** The same with binary masks. */
  readonly hardMask: {
    readonly siSdrImprovement: MeanWithInterval;
    readonly sdr: number;
    readonly sir: number;
    readonly sar: number;
    readonly stoi: number;
  };
}

/** How a separator fared. */
export interface SpeechSeparationEvaluation extends SpeechScores {
  readonly byKind: Readonly<Record<string, SpeechScores>>;
  /** The mixtures that came out worse than they went in. */
  readonly failures: readonly {
    readonly id: string;
    readonly kind: string;
    readonly siSdrImprovement: number;
  }[];
  /** What the separator says of each second beside what came out. */
  readonly confidence: Reliability;
  /** How often the count of talkers is right: mixtures, each talker alone, and both in turns. */
  readonly talkerCount: TalkerCounts;
  /** Seconds of one thread for a second of sound, from samples to samples. */
  readonly realTimeFactor: number;
  readonly model: {
    readonly id: string;
    readonly bytes: number;
    readonly binaryParameters: number;
    readonly parameters: number;
  };
}

/** How many sounds there were, and how many of them were taken for one talker. */
export interface TalkerCount {
  readonly sounds: number;
  readonly takenForOne: number;
}

/** Counts for sounds in which two talk at once, one talks alone, and two take turns. */
export interface TalkerCounts {
  readonly atOnce: TalkerCount;
  readonly alone: TalkerCount;
  readonly inTurns: TalkerCount;
}

interface Judged {
  readonly counted: Readonly<Record<keyof TalkerCounts, readonly boolean[]>>;
  readonly entry: MixtureEntry;
  readonly segments: readonly JudgedSegment[];
  readonly soft: MixtureScores;
  readonly hard: MixtureScores;
  readonly ideal: number;
}

/**
 * Separates every mixture of a set and compares with the talkers alone, in the better order.
 *
 * @throws OnebitError `dataset-unreadable`, `aborted`, whatever is wrong with a file
 */
export async function evaluateSpeechSeparation(
  options: SpeechSeparationEvaluationOptions,
): Promise<SpeechSeparationEvaluation> {
  const { data, signal, onProgress } = options;
  const entries = await readMixtures(data);
  if (entries.length === 0) {
    throw new OnebitError('dataset-unreadable', {
      expected: 'at least one mixture',
      received: 'none',
      hint: 'Give the folder that holds manifest.jsonl.',
    });
  }
  using separator = await SpeechSeparator.load(options.model ? { model: options.model } : {});
  const judged: Judged[] = [];
  let work = 0;
  let sound = 0;
  for (const [at, entry] of entries.entries()) {
    if (signal?.aborted) throw aborted(signal);
    const heard = await readMixture(data, entry);
    const judge = judgeOf(heard, SAMPLE_RATE);
    const before = performance.now();
    const { tracks, segments } = await separate(separator, heard, 'soft');
    work += performance.now() - before;
    sound += heard.mixture.length / SAMPLE_RATE;
    judged.push({
      entry,
      counted: await countTalkers(separator, heard),
      segments: judgeSegments(heard, bestOrder(heard, tracks).ordered, segments),
      soft: await judge(tracks),
      hard: await judge((await separate(separator, heard, 'binary')).tracks),
      ideal: bestOrder(heard, idealEstimates(heard)).improvement,
    });
    onProgress?.(at + 1, entries.length);
  }
  const kinds = [...new Set(judged.map(({ entry }) => entry.kind))].sort();
  const { model } = separator;
  const { total } = inspectNetwork(model.network);
  return {
    ...summarise(judged),
    byKind: Object.fromEntries(
      kinds.map((kind) => [kind, summarise(judged.filter(({ entry }) => entry.kind === kind))]),
    ),
    talkerCount: {
      atOnce: talkerCount(judged.flatMap(({ counted }) => counted.atOnce)),
      alone: talkerCount(judged.flatMap(({ counted }) => counted.alone)),
      inTurns: talkerCount(judged.flatMap(({ counted }) => counted.inTurns)),
    },
    failures: judged
      .filter(({ soft }) => soft.improvement < 0)
      .map(({ entry: { id, kind }, soft }) => ({ id, kind, siSdrImprovement: soft.improvement })),
    confidence: reliabilityOf(judged.flatMap(({ segments }) => segments)),
    realTimeFactor: work / 1000 / sound,
    model: {
      id: model.network.id,
      bytes: model.bytes,
      binaryParameters: total.binaryParameters,
      parameters: total.parameters,
    },
  };
}

async function readMixture(folder: string, entry: MixtureEntry): Promise<Mixture> {
  const [mixture, s1, s2] = await Promise.all(
    [entry.mix, entry.s1, entry.s2].map(async (path) => {
      const sound: Sound = readSound(await readFile(join(folder, path)));
      if (sound.sampleRate !== SAMPLE_RATE || sound.channels.length !== 1) {
        throw new OnebitError('dataset-unreadable', {
          expected: `mono sound of ${SAMPLE_RATE} Hz`,
          received: `${sound.channels.length} channels of ${sound.sampleRate} Hz in ${path}`,
          hint: 'Convert the set.',
        });
      }
      return sound.channels[0]!;
    }),
  );
  if (mixture!.length !== s1!.length || mixture!.length !== s2!.length) {
    throw new OnebitError('dataset-unreadable', {
      expected: 'a mixture and talkers of one length',
      received: `${mixture!.length}, ${s1!.length} and ${s2!.length} samples in ${entry.id}`,
      hint: 'Repair the set.',
    });
  }
  return { mixture: mixture!, talkers: [s1!, s2!] };
}

async function separate(
  separator: SpeechSeparator,
  { mixture }: Mixture,
  mask: 'soft' | 'binary',
): Promise<{ tracks: readonly [Float32Array, Float32Array]; segments: readonly Segment[] }> {
  const sound = { sampleRate: SAMPLE_RATE, channels: [mixture] };
  const { talkers, report } = await separator.separate(sound, { mask, talkers: 2 });
  const tracks = [talkers[0].channels[0]!, talkers[1].channels[0]!] as const;
  return { tracks, segments: report.segments };
}

/** Which sounds that can be made of a mixture's talkers are taken for a single talker. */
async function countTalkers(
  separator: SpeechSeparator,
  { mixture, talkers: [s1, s2] }: Mixture,
): Promise<Judged['counted']> {
  const isOne = async (samples: Float32Array): Promise<boolean> => {
    const sound = { sampleRate: SAMPLE_RATE, channels: [samples] };
    return (await separator.separate(sound)).report.talkers.count === 1;
  };
  const turns = s1.slice();
  const half = Math.floor(s1.length / 2);
  turns.set(s2.subarray(half), half);
  return {
    atOnce: [await isOne(mixture)],
    alone: [await isOne(s1), await isOne(s2)],
    inTurns: [await isOne(turns)],
  };
}

function talkerCount(isOne: readonly boolean[]): TalkerCount {
  return { sounds: isOne.length, takenForOne: isOne.filter(Boolean).length };
}

function summarise(judged: readonly Judged[]): SpeechScores {
  const pairs = judged.map(({ entry: { id, talkers } }) => (talkers ? pairOf(talkers) : id));
  const parts = (which: 'soft' | 'hard') => {
    const of = (key: keyof MixtureScores): number[] => judged.map((one) => one[which][key]);
    return {
      siSdrImprovement: meanWithInterval(of('improvement'), pairs),
      sdr: mean(of('sdr')),
      sir: mean(of('sir')),
      sar: mean(of('sar')),
      stoi: mean(of('stoi')),
    };
  };
  const soft = parts('soft');
  const ideal = mean(judged.map((one) => one.ideal));
  return {
    mixtures: judged.length,
    pairs: new Set(pairs).size,
    ...soft,
    idealBinaryMask: { siSdrImprovement: ideal },
    shareOfIdeal: soft.siSdrImprovement.mean / ideal,
    hardMask: parts('hard'),
  };
}

/** One name for a pair, whoever comes first. */
const pairOf = (talkers: readonly [string, string]): string => [...talkers].sort().join(' ');

function aborted(signal: AbortSignal): OnebitError {
  return new OnebitError('aborted', {
    expected: 'the evaluation to go on',
    received: 'a cancellation',
    hint: 'Run the command again.',
    cause: signal.reason,
  });
}
