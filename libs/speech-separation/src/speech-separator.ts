import type { Sound } from '@onebit/audio';
import { BinaryNetwork, type Model, type ModelSource } from '@onebit/bnn';
import { OnebitError } from '@onebit/errors';
import { checkChannels, checkSound, checkSoundBlocks } from './check-sound.ts';
import { SAMPLE_RATE } from './features.ts';
import { type HeardInput, InputMixer } from './input.ts';
import { maskFunction, type MaskOptions } from './mask.ts';
import { type LoadOptions, separatingModel } from './model-source.ts';
import { overallConfidence, type SeparationReport, talkerNotes } from './report.ts';
import { SampleQueue } from './sample-queue.ts';
import {
  checkMaskOptions,
  checkSeparateOptions,
  type SeparateOptions,
} from './separate-options.ts';
import { SeparationStream, type TalkerSamples } from './separation-stream.ts';
import { blocksOf, type SoundBlocks } from './sound-blocks.ts';

/** Both talkers and the report. */
export interface Separation {
  /** Two mono tracks as long as the sound, 8000 samples a second. */
  readonly talkers: readonly [Sound, Sound];
  readonly report: SeparationReport;
}

/** Some samples of a separation under way, equally many of each, at first none. */
export interface SeparatedPart {
  readonly talkers: TalkerSamples;
  /** The mixture as the networks heard it: mono, 8000 samples a second. */
  readonly mixture: Float32Array<ArrayBuffer>;
  /** Seconds of the sound that went in so far: the talkers come later. */
  readonly heard: number;
}

/** Samples that go through at once: half a second, some milliseconds of work. */
const PIECE = SAMPLE_RATE / 2;
/** Samples of a channel that are mixed and resampled at once. */
const BLOCK = 1 << 15;
/** Milliseconds of work after which timers, signals and messages are let through. */
const WORK = 20;

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
   * Makes a separator ready: without arguments with the model that ships with the package, in Node,
   * browsers and workers alike, with no network.
   *
   * @param source - the bytes of a model file, a model that was read already, or either as the
   *   option `model`
   * @throws OnebitError `value-invalid` where it is none of these, such as a path; a `model-…` code
   *   where the file is not whole or of another task
   */
  static async load(source?: ModelSource | LoadOptions): Promise<SpeechSeparator> {
    return new SpeechSeparator(await separatingModel(source));
  }

  /**
   * Separates a whole sound of any rate and any number of channels.
   *
   * @throws OnebitError `aborted`, `value-invalid`, `size-mismatch`, `audio-format-unsupported`
   */
  async separate(sound: Sound, options: SeparateOptions = {}): Promise<Separation> {
    checkSound(sound);
    checkSeparateOptions(options);
    const seconds = (sound.channels[0]?.length ?? 0) / sound.sampleRate;
    const length = Math.round(seconds * SAMPLE_RATE);
    const tracks = [new Float32Array(length), new Float32Array(length)] as const;
    const mixture = new Float32Array(length);
    const start = performance.now();
    let filled = 0;
    const parts = this.separateStream(blocksOf(sound), options);
    let part = await parts.next();
    for (; !part.done; part = await parts.next()) {
      const [first, second] = part.value.talkers;
      tracks[0].set(first, filled);
      tracks[1].set(second, filled);
      mixture.set(part.value.mixture, filled);
      filled += first.length;
      const done = filled === length ? 1 : Math.min(1, part.value.heard / seconds) * ALMOST;
      const spent = (performance.now() - start) / 1000;
      options.onProgress?.({ done, etaSeconds: (spent * (1 - done)) / done });
    }
    const report = part.value;
    const isAlone = report.talkers.count === 1 && options.talkers !== 2;
    const [first, second] = isAlone ? [mixture, new Float32Array(length)] : tracks;
    return {
      talkers: [
        { sampleRate: SAMPLE_RATE, channels: [first] },
        { sampleRate: SAMPLE_RATE, channels: [second] },
      ],
      report,
    };
  }

  /**
   * Separates sound of any rate, number of channels and length that comes block by block: both
   * talkers come out while more goes in, and memory does not grow, but for one line of the report a
   * second. `onProgress` is for sounds whose length is known and is not called here.
   *
   * Where the report, which the generator returns at the end, finds a single talker, the mixture is
   * that talker's track: whoever stores the parts stores the mixture in place of both.
   *
   * @example
   * ```ts
   * import { SpeechSeparator } from '@onebit/speech-separation';
   * const separator = await SpeechSeparator.load();
   * const second = new Float32Array(16_000);
   * const sound = {
   *   sampleRate: 16_000,
   *   channels: 1,
   *   async *blocks() {
   *     for (let at = 0; at < 20; at++) yield [second];
   *   },
   * };
   * let samples = 0;
   * const parts = separator.separateStream(sound);
   * for await (const { talkers } of parts) samples += talkers[0].length;
   * console.log(samples / 8000); // 20
   * separator.dispose();
   * ```
   *
   * @throws OnebitError `aborted`, `value-invalid`, `size-mismatch`, `audio-format-unsupported`
   */
  async *separateStream(
    sound: SoundBlocks,
    options: SeparateOptions = {},
  ): AsyncGenerator<SeparatedPart, SeparationReport, undefined> {
    checkSoundBlocks(sound);
    checkSeparateOptions(options);
    const input = new InputMixer(sound);
    const { signal } = options;
    using stream = this.#stream(options);
    const waiting = new SampleQueue();
    const read = new SampleQueue();
    let heard = 0;
    const partOf = (talkers: TalkerSamples): SeparatedPart => ({
      talkers,
      mixture: waiting.take(talkers[0].length),
      heard: heard / SAMPLE_RATE,
    });
    const breathe = breather();
    const run = async function* (samples: Float32Array): AsyncGenerator<SeparatedPart> {
      for (let at = 0; at < samples.length; at += PIECE) {
        await breathe();
        throwIfAborted(signal);
        const piece = samples.subarray(at, at + PIECE);
        waiting.push(piece);
        heard += piece.length;
        yield partOf(stream.push(piece));
      }
    };
    for await (const block of sound.blocks()) {
      checkChannels(block);
      const length = Math.max(0, ...block.map((channel) => channel.length));
      for (let at = 0; at === 0 || at < length; at += BLOCK) {
        await breathe();
        throwIfAborted(signal);
        const samples = input.push(block.map((channel) => channel.subarray(at, at + BLOCK)));
        if (options.readFirst) read.push(samples);
        else yield* run(samples);
      }
    }
    read.push(input.end());
    yield* run(read.take(read.length));
    throwIfAborted(signal);
    yield partOf(stream.end());
    return this.#report(sound, input.heard, stream, options.talkers === 2);
  }

  /**
   * Starts a mixture that comes piece by piece, mono and 8000 samples a second.
   *
   * @throws OnebitError `value-invalid` for a mask or an option that does not exist
   */
  stream(options: MaskOptions = {}): SeparationStream {
    checkMaskOptions(options);
    return this.#stream(options);
  }

  #stream(options: MaskOptions): SeparationStream {
    const { calibration } = this.model.network;
    return new SeparationStream(this.#network.stream(), maskFunction(options), calibration);
  }

  #report(
    { sampleRate, channels, notes = [] }: SoundBlocks,
    heard: HeardInput,
    { segments, talkers }: SeparationStream,
    kept: boolean,
  ): SeparationReport {
    return {
      model: this.model.network.id,
      input: { sampleRate, channels, seconds: heard.seconds, clipped: heard.clipped },
      sampleRate: SAMPLE_RATE,
      talkers,
      confidence: overallConfidence(segments),
      segments,
      notes: [...notes, ...heard.notes, ...talkerNotes(talkers, kept)],
    };
  }

  /** Gives the memory of the weights back. A second call does nothing. */
  dispose(): void {
    this.#network.dispose();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }
}

/** What is done when all went in, but not all came out. */
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

/** Makes a function that pauses now and then, so that timers, signals and messages come through. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < WORK) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
    last = performance.now();
  };
}
