import {
  BinaryNetwork,
  BinaryProduct,
  BitMatrix,
  elements,
  type Model,
  type NetworkDescription,
  type WordOrderDescription,
} from '@onebit/bnn/run';
import { OnebitError } from '@onebit/errors';
import type { FoundFeatures } from './feature-finder.ts';
import { LARGEST_RESPONSE, LargestResponses } from './largest-responses.ts';

/** Windows that go through the kernels at once: few where a single text is short, else many. */
const CHUNKS = [32, 512];
const WORD = 32;
/** A window of words in which filters had their largest response. */
export interface HeardWindow {
  /** First and last word of it that stand in the text. */
  readonly first: number;
  readonly last: number;
  /** What it adds to the log-odds of each label. */
  readonly weights: Float64Array;
}

/**
 * What the order of words adds to the log-odds: a 1-bit convolution over the 1-bit codes of words, of
 * each filter's responses the largest one as far as it is over the filter's threshold, an 8-bit head.
 */
export class WordOrder {
  readonly #filters: number;
  readonly #taps: number;
  /** 32-bit words of a word's code. */
  readonly #wide: number;
  readonly #labels: number;
  /** For each feature the row of its code; 0 for those that are no word with a code. */
  readonly #rows: Int32Array;
  readonly #codes: Uint32Array;
  readonly #product: BinaryProduct;
  readonly #chunks: readonly BitMatrix[];
  readonly #responses: Int16Array;
  readonly #responsePairs: Int32Array;
  readonly #thresholds: Int32Array;
  /** `[labels, filters]`, times the steps of the labels. */
  readonly #head: Float32Array;
  /** The head as the kernels run it, and what a batch gives it: by how much responses are over. */
  readonly #output: BinaryNetwork;
  readonly #over: Float32Array;
  readonly #largest: LargestResponses;
  /** The texts of the batch that have something to say. */
  readonly #speaking: number[] = [];
  /** The text that each window waiting in the chunk is of, and the window's place in it. */
  readonly #texts: Int32Array;
  readonly #places: Int32Array;
  readonly #waiting: Uint32Array;
  #count = 0;

  /**
   * @param model - the model, its tensors checked
   * @param wordOrder - its branch
   * @param batch - texts that are added at most before {@link addTo}
   * @throws OnebitError `model-description-invalid` where codes are no whole 32-bit words or not as
   *   many as words
   */
  constructor({ network, tensors }: Model, wordOrder: WordOrderDescription, batch: number) {
    const { taps, words, width, filters } = wordOrder;
    const bytes = (name: string): Uint8Array => tensors.get(name)!.bytes;
    const { rows, count } = rowsOf(bytes(wordOrder.members), network.vocabulary!.features);
    const thresholds = elements('I32', bytes(wordOrder.thresholds)).slice();
    const apart = thresholds.some((threshold) => Math.abs(threshold) > LARGEST_RESPONSE);
    if (width % WORD !== 0 || count !== words || apart) {
      throw new OnebitError('model-description-invalid', {
        expected: `codes of a multiple of ${WORD} bits, one for each word; thresholds up to ${LARGEST_RESPONSE}`,
        received: `${width} bits, ${words} codes for ${count} words`,
        hint: 'The description and the tensors are of different models.',
      });
    }
    this.#filters = filters;
    this.#taps = taps;
    this.#wide = width / WORD;
    this.#labels = network.labels.length;
    this.#rows = rows;
    this.#codes = wordsOf(bytes(wordOrder.codes));
    this.#largest = new LargestResponses(thresholds, batch);
    const { perWindow } = this.#largest;
    const weights = BitMatrix.create(perWindow, taps * width);
    const rowWords = taps * this.#wide;
    const signs = wordsOf(bytes(wordOrder.weights));
    for (let filter = 0; filter < filters; filter++) {
      const row = signs.subarray(filter * rowWords, (filter + 1) * rowWords);
      weights.words.set(row, filter * weights.wordsPerRow);
    }
    this.#product = BinaryProduct.prepare(weights);
    weights.dispose();
    this.#chunks = CHUNKS.map((windows) => BitMatrix.create(windows, taps * width));
    const most = CHUNKS.at(-1)!;
    this.#responses = new Int16Array(most * perWindow);
    this.#responsePairs = new Int32Array(this.#responses.buffer);
    this.#texts = new Int32Array(most);
    this.#places = new Int32Array(most);
    this.#waiting = new Uint32Array(most * this.#chunks[0]!.wordsPerRow);
    this.#thresholds = thresholds;
    const steps = elements('F32', bytes(wordOrder.headSteps));
    const head = elements('I8', bytes(wordOrder.head));
    this.#head = new Float32Array(head.length);
    for (let at = 0; at < head.length; at++) {
      this.#head[at] = head[at]! * steps[Math.floor(at / filters)]!;
    }
    this.#over = new Float32Array(batch * filters);
    this.#output = outputOf(network, filters, this.#head);
  }

  /** Takes in a text as the given one of the batch; one without a word that has a code says nothing. */
  add(found: FoundFeatures, text: number): void {
    if (!this.#knowsAny(found)) return;
    this.#speaking.push(text);
    this.#largest.begin(text);
    this.#listen(found, text);
  }

  /** Adds what the texts of the batch say to their log-odds; the batch is empty afterwards. */
  addTo(logits: Float32Array): void {
    this.#pool();
    const labels = this.#labels;
    const filters = this.#filters;
    const speaking = this.#speaking;
    if (speaking.length === 0) return;
    const over = this.#over.subarray(0, speaking.length * filters);
    speaking.forEach((text, at) => this.#largest.overInto(over, at * filters, text));
    const added = this.#output.run(over);
    speaking.forEach((text, at) => {
      for (let label = 0; label < labels; label++) {
        logits[text * labels + label]! += added[at * labels + label]!;
      }
    });
    this.#speaking.length = 0;
  }

  /**
   * The windows of one text that any filter responds to most, in their order; of equal ones the first
   * is taken. Together they are all that the order of words adds. No text may wait in the batch.
   */
  windows(found: FoundFeatures): HeardWindow[] {
    if (!this.#knowsAny(found)) return [];
    const winners = new Int32Array(this.#filters).fill(-1);
    const largest = this.#thresholds.slice();
    const follow = (): void => this.#followWinners(winners, largest);
    this.#listen(found, 0, follow);
    follow();
    const windows = new Map<number, HeardWindow>();
    const reach = this.#taps >> 1;
    for (const place of winners.slice().sort()) {
      if (place < 0 || windows.has(place)) continue;
      windows.set(place, {
        first: Math.max(0, place - reach),
        last: Math.min(found.wordCount - 1, place - reach + this.#taps - 1),
        weights: new Float64Array(this.#labels),
      });
    }
    winners.forEach((place, filter) => {
      if (place < 0) return;
      const { weights } = windows.get(place)!;
      const over = largest[filter]! - this.#thresholds[filter]!;
      for (let label = 0; label < this.#labels; label++) {
        weights[label]! += over * this.#head[label * this.#filters + filter]!;
      }
    });
    return [...windows.values()];
  }

  dispose(): void {
    this.#product.dispose();
    this.#output.dispose();
    for (const chunk of this.#chunks) chunk.dispose();
  }

  #knowsAny({ words, wordCount }: FoundFeatures): boolean {
    for (let word = 0; word < wordCount; word++) {
      if (words[word]! >= 0 && this.#rows[words[word]!]! > 0) return true;
    }
    return false;
  }

  /** Lays out the windows of a text; whenever a chunk is full, it goes through the kernels. */
  #listen({ words, wordCount }: FoundFeatures, text: number, full = () => this.#pool()): void {
    const wide = this.#wide;
    const taps = this.#taps;
    const reach = taps >> 1;
    const stride = this.#chunks[0]!.wordsPerRow;
    const codes = this.#codes;
    const outside = codes.length - wide;
    for (let place = 0; place < wordCount; place++) {
      if (this.#count === this.#texts.length) full();
      let to = this.#count * stride;
      for (let near = place - reach; near < place - reach + taps; near++) {
        let from = outside;
        if (near >= 0 && near < wordCount) {
          const feature = words[near]!;
          from = feature < 0 ? 0 : this.#rows[feature]! * wide;
        }
        for (let part = 0; part < wide; part++) this.#waiting[to++] = codes[from + part]!;
      }
      this.#texts[this.#count] = text;
      this.#places[this.#count++] = place;
    }
  }

  /** Takes the responses to the windows that wait, and tells how many waited. */
  #respond(): number {
    const count = this.#count;
    if (count === 0) return 0;
    this.#count = 0;
    const chunk = this.#chunks.find(({ rows }) => rows >= count)!;
    chunk.words.set(this.#waiting.subarray(0, count * chunk.wordsPerRow));
    this.#product.toInt16(chunk, this.#responses.subarray(0, chunk.rows * this.#largest.perWindow));
    return count;
  }

  #pool(): void {
    const count = this.#respond();
    this.#largest.take(this.#responsePairs, this.#texts, count);
  }

  /** Follows the largest responses to one text, with the place of the window that each is of. */
  #followWinners(winners: Int32Array, largest: Int32Array): void {
    const count = this.#respond();
    const { perWindow } = this.#largest;
    for (let window = 0; window < count; window++) {
      for (let filter = 0; filter < this.#filters; filter++) {
        const response = this.#responses[window * perWindow + filter]!;
        if (response <= largest[filter]!) continue;
        largest[filter] = response;
        winners[filter] = this.#places[window]!;
      }
    }
  }
}

/** A network of one dense layer from the filters to the labels. */
function outputOf(
  { formatVersion, id, task, labels, provenance }: NetworkDescription,
  filters: number,
  head: Float32Array,
): BinaryNetwork {
  const outputs = labels.length;
  return BinaryNetwork.compile({
    network: {
      formatVersion,
      id,
      task,
      input: { kind: 'reals', shape: [filters] },
      layers: [{ op: 'dense', weights: 'head', weightKind: 'float', inputs: filters, outputs }],
      labels,
      provenance,
    },
    tensors: new Map([
      ['head', { dtype: 'F32', shape: [outputs, filters], bytes: new Uint8Array(head.buffer) }],
    ]),
    digest: '',
    bytes: 0,
  });
}

/**
 * For each feature its number among the members, from 1; 0 for those that are none. A plain loop, as
 * everywhere before the first answer: `from` with a function takes ten times as long.
 */
function rowsOf(members: Uint8Array, features: number): { rows: Int32Array; count: number } {
  const rows = new Int32Array(features);
  let count = 0;
  for (let feature = 0; feature < features; feature++) {
    if ((members[feature >> 3]! >> (feature & 7)) & 1) rows[feature] = ++count;
  }
  return { rows, count };
}

/** Bytes as 32-bit words, lowest byte first; whole words. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const words = new Uint32Array(bytes.length / 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < words.length; at++) words[at] = view.getUint32(4 * at, true);
  return words;
}
