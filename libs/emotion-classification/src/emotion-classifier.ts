import { type LabelGroup, type Model, modelFrom, type ModelSource } from '@onebit/bnn/run';
import { checkCallOptions, OnebitError } from '@onebit/errors';
import { checkText, checkTexts } from './check-text.ts';
import { decide, type Decision } from './decision.ts';
import { explainLabel } from './explain.ts';
import { FeatureFinder, type FoundFeatures } from './feature-finder.ts';
import { detectedLanguage, type Language, languagesOf } from './languages.ts';
import { lineBatches } from './line-batches.ts';
import { ngramMarks } from './ngram-marks.ts';
import { lineOptions, textOptions } from './options.ts';
import type { ClassifyOptions, EmotionResult } from './result.ts';
import { Scorer } from './scorer.ts';
import { stopIfAborted } from './stop-if-aborted.ts';
import { giveTurn } from './turn.ts';

/** Milliseconds of work after which other work of the thread gets its turn. */
const TURN = 12;

/**
 * Tells the emotions of texts, all labels jointly, with a one-bit model.
 *
 * @example
 * ```ts
 * import { EmotionClassifier } from '@onebit/emotion-classification';
 * const classifier = await EmotionClassifier.load();
 * const { labels } = await classifier.classify('Thank you so much, this is great!');
 * console.log(labels.includes('gratitude')); // true
 * classifier.dispose();
 * ```
 */
export class EmotionClassifier {
  /** The model in use. */
  readonly model: Model;
  /** Names of the labels, in the model's order. */
  readonly labels: readonly string[];
  /** The model's own threshold of each label. */
  readonly thresholds: readonly number[];
  /** Codes of the languages that the model tells apart; none where it reads one only. */
  readonly languages: readonly string[];
  readonly #languages: readonly Language[];
  readonly #finder: FeatureFinder;
  readonly #scorer: Scorer;
  readonly #bias: Float32Array;
  readonly #noScores: Readonly<Record<string, number>>;
  readonly #probabilities: Float64Array;
  #disposed = false;

  private constructor(model: Model) {
    const { task, labels: outputs, decisionThresholds } = model.network;
    this.#languages = languagesOf(model);
    const labels = outputs.slice(0, outputs.length - this.#languages.length);
    if (task !== 'emotion-classification' || decisionThresholds?.length !== labels.length) {
      throw new OnebitError('model-description-invalid', {
        expected: 'a model of emotion-classification with a threshold for each label',
        received: `task "${task}", ${decisionThresholds?.length ?? 0} thresholds`,
        hint: 'Give another model, or none for the default.',
      });
    }
    this.model = model;
    this.labels = labels;
    this.thresholds = decisionThresholds;
    this.languages = this.#languages.map(({ name }) => name);
    this.#noScores = Object.fromEntries(labels.map((label) => [label, 0.5]));
    this.#probabilities = new Float64Array(labels.length);
    this.#finder = new FeatureFinder(model);
    this.#scorer = new Scorer(model);
    this.#scorer.add(this.#finder.find(''));
    this.#bias = this.#scorer.score();
  }

  /**
   * Loads a model: without arguments the one that ships with the package, in Node, browsers and
   * workers alike, with no network.
   *
   * @param source - the bytes of a model file, or a model that was read already
   * @throws OnebitError `value-invalid` where it is neither, such as a path; a `model-…` code where
   *   the file is not whole or of another task
   */
  static async load(source?: ModelSource): Promise<EmotionClassifier> {
    if (source === undefined) {
      const { loadDefaultModel } = await import('./default-model.ts');
      return new EmotionClassifier(await loadDefaultModel());
    }
    return new EmotionClassifier(await modelFrom(source));
  }

  /**
   * Tells the emotions of one text or of many.
   *
   * @param text - at most 20,000 UTF-16 units each; lone surrogates do no harm
   * @param options - reasons, thresholds, signal, progress
   * @returns one result a text, in their order; for one text its result
   * @throws OnebitError `value-invalid`, `text-too-long`, `label-unknown`, `aborted`
   */
  classify(text: string, options?: ClassifyOptions): Promise<EmotionResult>;
  classify(texts: readonly string[], options?: ClassifyOptions): Promise<EmotionResult[]>;
  async classify(
    texts: string | readonly string[],
    options: ClassifyOptions = {},
  ): Promise<EmotionResult | EmotionResult[]> {
    const decision = this.#decide(options, textOptions);
    if (typeof texts !== 'string') return this.#classifyAll(checkTexts(texts), options, decision);
    return (await this.#classifyAll([checkText(texts)], options, decision))[0]!;
  }

  /**
   * Tells the emotions of lines as they come, in their order; lines that are there together are
   * taken together. A line that is no text ends the call after the results of those before it.
   *
   * @param lines - texts, such as lines of a file
   * @param options - as for {@link classify}; progress has no total and is not reported. `signal`
   *   ends also the wait for a line that does not come
   * @throws OnebitError as {@link classify} does, when the first result is asked for or the line at
   *   fault comes
   */
  async *classifyLines(
    lines: AsyncIterable<string> | Iterable<string>,
    options: Omit<ClassifyOptions, 'onProgress'> = {},
  ): AsyncGenerator<EmotionResult, void, undefined> {
    const decision = this.#decide(options, lineOptions);
    for await (const batch of lineBatches(lines, options.signal)) {
      yield* this.#answer(batch, decision);
    }
  }

  /** Gives the model's memory back. A second call does nothing. */
  dispose(): void {
    if (!this.#disposed) this.#scorer.dispose();
    this.#disposed = true;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  async #classifyAll(
    texts: readonly string[],
    { signal, onProgress }: ClassifyOptions,
    decision: Decision,
  ): Promise<EmotionResult[]> {
    stopIfAborted(signal);
    const results: EmotionResult[] = [];
    let turn = performance.now();
    for (let from = 0; from < texts.length; from += this.#scorer.room) {
      results.push(...this.#answer(texts.slice(from, from + this.#scorer.room), decision));
      if (performance.now() - turn < TURN) continue;
      onProgress?.({ done: results.length, total: texts.length });
      await giveTurn();
      stopIfAborted(signal);
      this.#use();
      turn = performance.now();
    }
    onProgress?.({ done: results.length, total: texts.length });
    return results;
  }

  #decide(options: ClassifyOptions, known: readonly string[]): Decision {
    this.#use();
    checkCallOptions(options, known);
    const { labels, thresholds } = this;
    return decide(options, { labels, thresholds, languages: this.#languages });
  }

  /** Results of a batch that the scorer has room for. */
  #answer(texts: readonly string[], decision: Decision): EmotionResult[] {
    this.#use();
    const known = texts.map((text) => {
      const found = this.#finder.find(text);
      this.#scorer.add(found);
      return found.length;
    });
    const logits = this.#scorer.score();
    return texts.map((text, at) => {
      const own = logits.subarray(at * this.#scorer.labels, (at + 1) * this.#scorer.labels);
      return this.#resultOf(text, own, known[at]!, decision);
    });
  }

  #resultOf(text: string, outputs: Float32Array, known: number, decision: Decision): EmotionResult {
    const { explain, alsoExplained } = decision;
    const language = this.#languageOf(outputs, known, decision.language);
    const logits = language ? shifted(outputs, language.shifts) : outputs;
    const thresholds = decision.thresholds.get(language)!;
    const probabilities = this.#probabilities;
    // A copy of an object of the same shape is several times as fast as one that grows by 28 names.
    const scores = { ...this.#noScores };
    const told: number[] = [];
    for (let label = 0; label < this.labels.length; label++) {
      const probability = 1 / (1 + Math.exp(-logits[label]!));
      scores[this.labels[label]!] = probability;
      probabilities[label] = probability;
      if (known > 0 && probability >= thresholds[label]!) told.push(label);
    }
    told.sort((a, b) => logits[b]! - logits[a]! || a - b);
    const labels = told.map((label) => this.labels[label]!);
    const groups = known > 0 ? groupsTold(this.model.network.groups ?? [], probabilities) : [];
    const result = { labels, groups, ...(language && { language: language.name }), scores, known };
    if (!explain) return result;
    const found = this.#finder.find(text);
    const explanation = this.#explain(text, found, told, alsoExplained, language);
    return { ...result, explanation };
  }

  #languageOf(outputs: Float32Array, known: number, given?: Language): Language | undefined {
    if (given || this.#languages.length === 0 || known === 0) return given;
    return detectedLanguage(outputs.subarray(this.labels.length), this.#languages);
  }

  #explain(
    text: string,
    found: FoundFeatures,
    told: readonly number[],
    alsoExplained: readonly number[],
    language: Language | undefined,
  ): EmotionResult['explanation'] & object {
    const contributions = this.#scorer.contributions(found);
    const marks = ngramMarks(text, this.#finder.settings);
    const windows = this.#scorer.windows(found);
    const count = this.#scorer.labels;
    return Object.fromEntries(
      [...new Set([...told, ...alsoExplained])].map((label) => [
        this.labels[label]!,
        explainLabel(
          text,
          found,
          contributions,
          marks,
          windows,
          label,
          count,
          this.#bias[label]! + (language?.shifts[label] ?? 0),
        ),
      ]),
    );
  }

  #use(): void {
    if (!this.#disposed) return;
    throw new OnebitError('used-after-dispose', {
      expected: 'a classifier in use',
      received: 'one that was disposed',
      hint: 'Load the model again.',
    });
  }
}

/** Log-odds of the labels in a language, without what comes after them. */
const shifted = (outputs: Float32Array, shifts: readonly number[]): Float32Array =>
  Float32Array.from(shifts, (shift, label) => outputs[label]! + shift);

/** The groups whose threshold is reached by the probability that any member holds. */
function groupsTold(groups: readonly LabelGroup[], probabilities: Float64Array): string[] {
  const told: { name: string; probability: number }[] = [];
  for (const { name, members, threshold } of groups) {
    let none = 1;
    for (const label of members) none *= 1 - probabilities[label]!;
    if (1 - none >= threshold) told.push({ name, probability: 1 - none });
  }
  return told.sort((a, b) => b.probability - a.probability).map(({ name }) => name);
}
