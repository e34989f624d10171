import {
  applyMask,
  bssEval,
  idealBinaryMask,
  siSdr,
  type BssScores,
  type Spectrogram,
} from '@onebit/audio';
import { BinaryNetwork, readModel, writeModel } from '@onebit/bnn';
import { packNetwork, train, type TrainableNetwork } from '@onebit/bnn-training';
import { maskTask } from './mask-task.ts';
import { oneBitForm, realForm } from './networks.ts';
import { masksAt, type MaskKind, probabilitiesOf } from './probabilities.ts';
import {
  type KnownTalker,
  ofUnitPower,
  readTalker,
  standardOf,
  stft,
  RATE,
} from './talker-pair.ts';

/** What a reproduction is given. */
export interface SimpsonOptions {
  /** Folder with `ID_train.flac` and `ID_test.flac` of the talkers. */
  readonly data: string;
  /** The two known talkers. */
  readonly talkers: readonly [string, string];
  /** Epochs of each form. */
  readonly epochs: number;
  /** Test mixtures of five seconds. */
  readonly mixtures: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly fraction: number; readonly doing: string }) => void;
}

/** Means over the test mixtures and both talkers, in decibels. */
export interface SimpsonScores extends BssScores {
  /** SI-SDR above that of the mixture. */
  readonly siSdrImprovement: number;
}

/** Scores of one form at one confidence. */
export interface SimpsonRow extends SimpsonScores {
  readonly form: FormName;
  readonly mask: MaskKind;
  readonly alpha: number;
}

/** The two forms of the network. */
export type FormName = 'real-valued' | '1-bit';

/** How a form was trained. */
export interface TrainedForm {
  readonly form: FormName;
  /** Share of the mask's bins that is right on windows held back, in the best epoch. */
  readonly accuracy: number;
  readonly seconds: number;
  /** Bytes of the weights: packed for the 1-bit form, floats for the other. */
  readonly bytes: number;
}

/** Everything that a reproduction shows. */
export interface SimpsonReproduction {
  readonly talkers: readonly [string, string];
  readonly sampleRate: number;
  readonly mixtures: number;
  readonly forms: readonly TrainedForm[];
  /** Nothing done. */
  readonly mixture: SimpsonScores;
  readonly idealBinaryMask: SimpsonScores;
  readonly rows: readonly SimpsonRow[];
}

/** Confidences that the curves are drawn over. */
const ALPHAS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99];
const MASKS = ['hard', 'soft'] as const;
const SECONDS = 5;
const WINDOWS_AN_EPOCH = 1920;
/** Shares of the progress. */
const TRAINING = 0.42;

const settings = {
  batchSize: 64,
  schedule: { kind: 'cosine', warmUp: 0.03 },
  realRate: 2e-3,
  latentRate: 4e-3,
  clipNorm: 20,
} as const;

interface Judged {
  readonly spectrogram: Spectrogram;
  readonly ideal: Float32Array;
  /** Scores of estimates of both talkers. */
  judge(first: Float32Array, second: Float32Array): SimpsonScores;
  readonly samples: Float32Array;
}

/**
 * Simpson's system for two known talkers (2015): a network of three dense layers sees windows of
 * twenty frames of the mixture and predicts the ideal binary mask of all their bins; overlapping
 * predictions become probabilities, and a confidence decides which bins are kept. Once with real
 * weights and once with 1-bit ones.
 *
 * @throws OnebitError `dataset-unreadable`, `aborted`
 */
export async function reproduceSimpson(options: SimpsonOptions): Promise<SimpsonReproduction> {
  const { data, talkers, epochs, seed, signal, onProgress } = options;
  const [first, second] = await Promise.all(talkers.map((id) => readTalker(data, id)));
  const [one, other] = [stft.analyse(first!.train), stft.analyse(second!.train)];
  const together = mixed(first!.train, second!.train);
  const standard = standardOf(stft.analyse(together));
  const test = testMixtures(first!, second!, options.mixtures);
  const rows: SimpsonRow[] = [];
  const forms: TrainedForm[] = [];
  for (const [at, form] of (['real-valued', '1-bit'] as const).entries()) {
    const start = at / 2;
    const { network, best, history } = await train(
      form === '1-bit' ? oneBitForm : realForm,
      maskTask(one, other, standard, WINDOWS_AN_EPOCH),
      { ...settings, epochs, seed },
      {
        ...(signal && { signal }),
        onProgress: ({ done, loss }) =>
          onProgress?.({
            fraction: start + done * TRAINING,
            doing: `${form}, loss ${loss.toFixed(3)}`,
          }),
      },
    );
    const { infer, bytes } = form === '1-bit' ? packed(network, seed) : floats(network);
    const seconds = history.reduce((sum, record) => sum + record.seconds, 0);
    forms.push({ form, accuracy: best.metric, seconds, bytes });
    const probabilities = test.map(({ spectrogram }) =>
      probabilitiesOf(spectrogram, standard, infer),
    );
    for (const mask of MASKS) {
      for (const alpha of ALPHAS) {
        const scores = test.map((heard, i) => {
          const masks = masksAt(probabilities[i]!, alpha, mask);
          return heard.judge(estimate(heard, masks[0]), estimate(heard, masks[1]));
        });
        rows.push({ form, mask, alpha, ...means(scores) });
      }
    }
    onProgress?.({ fraction: start + 0.5, doing: `${form} measured` });
  }
  return {
    talkers,
    sampleRate: RATE,
    mixtures: test.length,
    forms,
    mixture: means(test.map((heard) => heard.judge(heard.samples, heard.samples))),
    idealBinaryMask: means(
      test.map((heard) =>
        heard.judge(
          estimate(heard, heard.ideal),
          estimate(
            heard,
            heard.ideal.map((value) => 1 - value),
          ),
        ),
      ),
    ),
    rows,
  };
}

function estimate({ spectrogram, samples }: Judged, mask: Float32Array): Float32Array {
  return stft.synthesise(applyMask(spectrogram, mask), samples.length);
}

/** Mixtures of both talkers at 0 dB, at places spread over their test recordings. */
function testMixtures(first: KnownTalker, second: KnownTalker, count: number): Judged[] {
  const length = SECONDS * RATE;
  const piece = ({ test }: KnownTalker, share: number): Float32Array => {
    const from = Math.floor(share * (test.length - length));
    return ofUnitPower(test.subarray(from, from + length));
  };
  return Array.from({ length: count }, (_, at) => {
    const share = (at + 0.5) / count;
    const s1 = piece(first, share);
    // Another order of places: the same text must not meet in every run of the two.
    const s2 = piece(second, (share * 7 + 0.3) % 1);
    const samples = mixed(s1, s2);
    const references = [s1, s2] as const;
    const bss = bssEval(references);
    const before = siSdr(samples, s1) + siSdr(samples, s2);
    return {
      samples,
      spectrogram: stft.analyse(samples),
      ideal: idealBinaryMask(stft.analyse(s1), stft.analyse(s2)),
      judge: (a, b) => {
        const [x, y] = [bss(a, 0), bss(b, 1)];
        return {
          sdr: (x.sdr + y.sdr) / 2,
          sir: (x.sir + y.sir) / 2,
          sar: (x.sar + y.sar) / 2,
          siSdrImprovement: (siSdr(a, s1) + siSdr(b, s2) - before) / 2,
        };
      },
    };
  });
}

function mixed(a: Float32Array, b: Float32Array): Float32Array {
  const length = Math.min(a.length, b.length);
  return a.subarray(0, length).map((value, at) => value + b[at]!);
}

type Infer = (samples: Float32Array, count: number) => Float32Array;

/** The 1-bit network packed, as it would be shipped. */
function packed(network: TrainableNetwork, seed: number): { infer: Infer; bytes: number } {
  const licence = 'CC-BY-4.0';
  const { network: description, tensors } = packNetwork(network, {
    command: 'onebit reproduce simpson',
    licence,
    seed,
  });
  const file = writeModel(description, tensors);
  const runnable = BinaryNetwork.compile(readModel(file));
  return { infer: (samples) => runnable.run(samples), bytes: file.byteLength };
}

const BYTES_A_FLOAT = 4;

function floats(network: TrainableNetwork): { infer: Infer; bytes: number } {
  const numbers = network.parameters.reduce((sum, { value }) => sum + value.data.length, 0);
  return {
    infer: (samples, count) => network.infer(samples, count),
    bytes: numbers * BYTES_A_FLOAT,
  };
}

function means(scores: readonly SimpsonScores[]): SimpsonScores {
  const mean = (key: keyof SimpsonScores): number =>
    scores.reduce((sum, one) => sum + one[key], 0) / scores.length;
  return {
    sdr: mean('sdr'),
    sir: mean('sir'),
    sar: mean('sar'),
    siSdrImprovement: mean('siSdrImprovement'),
  };
}
