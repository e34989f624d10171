import type { Sound } from '@onebit/audio';
import { BinaryNetwork, type Model } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { readDefaultModel } from './default-model.ts';
import { BINS, SAMPLE_RATE } from './features.ts';
import { prepareInput } from './input.ts';
import { maskFunction, type MaskOptions } from './mask.ts';
import { levelDifference, overallConfidence, type SeparationReport } from './report.ts';
import { SeparationStream } from './separation-stream.ts';

/** How far a separation is. */
export interface SeparationProgress {
  /** Share of the sound that is separated, 0 to 1, never falling. */
  readonly done: number;
  /** Seconds to the end at the present pace. */
  readonly etaSeconds: number;
}

/** What a separation may be given. */
export interface SeparateOptions extends MaskOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SeparationProgress) => void;
}

/** Both talkers and the report. */
export interface Separation {
  /** Two mono tracks as long as the sound, 8000 samples a second. */
  readonly talkers: readonly [Sound, Sound];
  readonly report: SeparationReport;
}

/** Samples that go through at once: about a second, some milliseconds of work. */
const PIECE = SAMPLE_RATE;

/**
 * Separates two people who talk at once, by masks over frequency and time from a 1-bit network.
 *
 * @example
 * ```ts
 * import { SpeechSeparator } from '@onebit/speech-separation';
 * const separator = await SpeechSeparator.load();
 * const mixture = { sampleRate: 16_000, channels: [new Float32Array(16_000)] };
 * const { talkers, report } = await separator.separate(mixture);
 * console.log(talkers.map(({ channels }) => channels[0]?.length).join(' ')); // 8000 8000
 * console.log(report.notes.at(-1)); // The sound is silent.
 * separator.dispose();
 * ```
 */
export class SpeechSeparator {
  readonly model: Model;
  readonly #network: BinaryNetwork;

  private constructor(model: Model) {
    this.model = model;
    this.#network = BinaryNetwork.compile(model);
  }

  /**
   * Makes a separator ready.
   *
   * @param options - `model`: another one than the model that comes along
   * @throws OnebitError `model-description-invalid` where the model is no separator
   */
  static load(options: { readonly model?: Model } = {}): Promise<SpeechSeparator> {
    return Promise.resolve().then(() => {
      const model = options.model ?? readDefaultModel();
      const { task, input } = model.network;
      if (task !== 'speech-separation' || input.shape[1] !== BINS) {
        throw new OnebitError('model-description-invalid', {
          expected: `a model for speech-separation with ${BINS} frequencies`,
          received: `${model.network.id} for ${task}`,
          hint: 'List the models with "onebit models".',
        });
      }
      return new SpeechSeparator(model);
    });
  }

  /**
   * Separates a whole sound of any rate and any number of channels.
   *
   * @throws OnebitError `aborted`, `value-invalid`, `size-mismatch`, `audio-format-unsupported`
   */
  async separate(sound: Sound, options: SeparateOptions = {}): Promise<Separation> {
    const { samples, clipped, notes } = await prepareInput(sound);
    using stream = this.stream(options);
    const tracks = [new Float32Array(samples.length), new Float32Array(samples.length)] as const;
    const start = performance.now();
    let filled = 0;
    const keep = (parts: readonly Float32Array[]): void => {
      tracks[0].set(parts[0]!, filled);
      tracks[1].set(parts[1]!, filled);
      filled += parts[0]!.length;
    };
    for (let at = 0; at < samples.length; at += PIECE) {
      throwIfAborted(options.signal);
      keep(stream.push(samples.subarray(at, at + PIECE)));
      const done = Math.min(1, (at + PIECE) / samples.length) * ALMOST;
      const seconds = (performance.now() - start) / 1000;
      options.onProgress?.({ done, etaSeconds: (seconds * (1 - done)) / done });
      // Lets timers, signals and messages through.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    throwIfAborted(options.signal);
    keep(stream.end());
    options.onProgress?.({ done: 1, etaSeconds: 0 });
    const { segments } = stream;
    const [first, second] = tracks;
    const difference = levelDifference(segments);
    const lone =
      difference > LONE_TALKER
        ? [
            `One track is ${difference.toFixed(0)} dB below the other: perhaps one person talks alone.`,
          ]
        : [];
    return {
      talkers: [
        { sampleRate: SAMPLE_RATE, channels: [first] },
        { sampleRate: SAMPLE_RATE, channels: [second] },
      ],
      report: {
        model: this.model.network.id,
        input: {
          sampleRate: sound.sampleRate,
          channels: sound.channels.length,
          seconds: sound.channels[0]!.length / sound.sampleRate,
          clipped,
        },
        sampleRate: SAMPLE_RATE,
        confidence: overallConfidence(segments),
        segments,
        notes: [...notes, ...lone],
      },
    };
  }

  /**
   * Starts a mixture that comes piece by piece, mono and 8000 samples a second.
   *
   * @throws OnebitError `value-invalid` for a mask that does not exist
   */
  stream(options: MaskOptions = {}): SeparationStream {
    return new SeparationStream(this.#network.stream(), maskFunction(options));
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    this.#network.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** Mixtures that are separated well differ by less, single talkers mostly by more decibels. */
const LONE_TALKER = 12;

/** What is done before the last frames come out. */
const ALMOST = 0.98;

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new OnebitError('aborted', {
    expected: 'the separation to go on',
    received: 'a cancellation',
    hint: 'Start it again.',
    cause: signal.reason,
  });
}
