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

/** Windows that go through the kernels at once: few where a single text is short, else many. */
const CHUNKS = [32, 512];
const WORD = 32;
/**
 * Two responses side by side in 32 bits, each with this added, so that it lies within 15 bits and the
 * 16th is free to tell which of two is larger.
 */
const MIDDLE = 1 << 14;
const TOPS = 0x80008000 | 0;

const packed = (low: number, high: number): number => (low + MIDDLE) | ((high + MIDDLE) << 16);

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
  /** Filters made even by one that never speaks. */
  readonly #even: number;
  readonly #responses: Int16Array;
  readonly #responsePairs: Int32Array;
  readonly #thresholds: Int32Array;
  /** `[labels, filters]`, times the steps of the labels. */
  readonly #head: Float32Array;
  /** The head as the kernels run it, and what a batch gives it: by how much responses are over. */
  readonly #output: BinaryNetwork;
  readonly #over: Float32Array;
  /** For each text of the batch and pair of filters the largest responses, at least the thresholds. */
  readonly #largest: Int32Array;
  readonly #leastPairs: Int32Array;
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
    const rows = rowsOf(bytes(wordOrder.members), network.vocabulary!.features);
    const found = rows.reduce((most, row) => Math.max(most, row), 0);
    const thresholds = elements('I32', bytes(wordOrder.thresholds)).slice();
    const apart = thresholds.some((threshold) => Math.abs(threshold) >= MIDDLE);
    if (width % WORD !== 0 || found !== words || apart) {
      throw new OnebitError('model-description-invalid', {
        expected: `codes of a multiple of ${WORD} bits, one for each word; thresholds under ${MIDDLE}`,
        received: `${width} bits, ${words} codes for ${found} words`,
        hint: 'The description and the tensors are of different models.',
      });
    }
    this.#filters = filters;
    this.#taps = taps;
    this.#wide = width / WORD;
    this.#labels = network.labels.length;
    this.#rows = rows;
    this.#codes = wordsOf(bytes(wordOrder.codes));
    const even = filters + (filters % 2);
    const weights = BitMatrix.create(even, taps * width);
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
    this.#even = even;
    this.#responses = new Int16Array(most * even);
    this.#responsePairs = new Int32Array(this.#responses.buffer);
    this.#texts = new Int32Array(most);
    this.#places = new Int32Array(most);
    this.#waiting = new Uint32Array(most * this.#chunks[0]!.wordsPerRow);
    this.#thresholds = thresholds;
    const least = (filter: number): number => thresholds[filter] ?? MIDDLE - 1;
    this.#leastPairs = Int32Array.from({ length: even / 2 }, (_, pair) =>
      packed(least(2 * pair), least(2 * pair + 1)),
    );
    this.#largest = new Int32Array((batch * even) / 2);
    const steps = elements('F32', bytes(wordOrder.headSteps));
    const head = elements('I8', bytes(wordOrder.head));
    this.#head = Float32Array.from(head, (weight, at) => weight * steps[Math.floor(at / filters)]!);
    this.#over = new Float32Array(batch * filters);
    this.#output = outputOf(network, filters, this.#head);
  }

  /** Takes in a text as the given one of the batch; one without a word that has a code says nothing. */
  add(found: FoundFeatures, text: number): void {
    if (!this.#knowsAny(found)) return;
    this.#speaking.push(text);
    this.#largest.set(this.#leastPairs, (text * this.#even) / 2);
    this.#listen(found, text);
  }

  /** Adds what the texts of the batch say to their log-odds; the batch is empty afterwards. */
  addTo(logits: Float32Array): void {
    this.#pool();
    const labels = this.#labels;
    const filters = this.#filters;
    const even = this.#even;
    const largest = this.#largest;
    const thresholds = this.#thresholds;
    const speaking = this.#speaking;
    if (speaking.length === 0) return;
    const over = this.#over.subarray(0, speaking.length * filters);
    speaking.forEach((text, at) => {
      for (let filter = 0; filter < filters; filter++) {
        const pair = largest[(text * even + filter) >> 1]!;
        const response = (filter % 2 === 0 ? pair & 0xffff : pair >>> 16) - MIDDLE;
        over[at * filters + filter] = response - thresholds[filter]!;
      }
    });
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
    this.#product.toInt16(chunk, this.#responses.subarray(0, chunk.rows * this.#even));
    return count;
  }

  /** Keeps of each text and filter the largest response, two filters at a time and with no branch. */
  #pool(): void {
    const count = this.#respond();
    const pairs = this.#even / 2;
    const responses = this.#responsePairs;
    const largest = this.#largest;
    const texts = this.#texts;
    for (let window = 0; window < count; window++) {
      const from = window * pairs;
      const to = texts[window]! * pairs;
      for (let pair = 0; pair < pairs; pair++) {
        const a = ((responses[from + pair]! ^ TOPS) - ((MIDDLE << 16) | MIDDLE)) | 0;
        const b = largest[to + pair]!;
        // The top bit of a half stays where a's half is not the smaller one.
        const tops = ((a | TOPS) - b) & TOPS;
        const mask = tops - (tops >>> 15);
        largest[to + pair] = b ^ ((a ^ b) & mask);
      }
    }
  }

  /** The same for one text, with the place of the window that each largest response is of. */
  #followWinners(winners: Int32Array, largest: Int32Array): void {
    const count = this.#respond();
    for (let window = 0; window < count; window++) {
      for (let filter = 0; filter < this.#filters; filter++) {
        const response = this.#responses[window * this.#even + filter]!;
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

/** For each feature its number among the members, from 1; 0 for those that are none. */
function rowsOf(members: Uint8Array, features: number): Int32Array {
  let count = 0;
  return Int32Array.from({ length: features }, (_, feature) =>
    (members[feature >> 3]! >> (feature & 7)) & 1 ? ++count : 0,
  );
}

/** Bytes as 32-bit words, lowest byte first; whole words. */
function wordsOf(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(4 * at, true));
}
