/**
 * Two responses side by side in 32 bits, each with this added, so that it lies within 15 bits and the
 * 16th is free to tell which of two is larger.
 */
const MIDDLE = 1 << 14;
const TOPS = 0x80008000 | 0;
const MIDDLES = (MIDDLE << 16) | MIDDLE;

const packed = (low: number, high: number): number => (low + MIDDLE) | ((high + MIDDLE) << 16);

/** Responses and thresholds lie between this and its negative. */
export const LARGEST_RESPONSE = MIDDLE - 1;

/**
 * For each text of a batch and each filter the largest of the responses to the text's windows, at least
 * the filter's threshold: the max pooling of a convolution, two filters at a time and with no branch.
 */
export class LargestResponses {
  /** Responses to a window: one for each filter, made even by one that never speaks. */
  readonly perWindow: number;
  readonly #thresholds: Int32Array;
  readonly #leastPairs: Int32Array;
  readonly #largest: Int32Array;

  /**
   * @param thresholds - one a filter, at most {@link LARGEST_RESPONSE} from 0
   * @param batch - number of texts
   */
  constructor(thresholds: Int32Array, batch: number) {
    const filters = thresholds.length;
    this.perWindow = filters + (filters % 2);
    this.#thresholds = thresholds;
    const pairs = this.perWindow / 2;
    const least = (filter: number): number => thresholds[filter] ?? LARGEST_RESPONSE;
    this.#leastPairs = new Int32Array(pairs);
    for (let pair = 0; pair < pairs; pair++) {
      this.#leastPairs[pair] = packed(least(2 * pair), least(2 * pair + 1));
    }
    this.#largest = new Int32Array(batch * pairs);
  }

  /** Begins a text of the batch. */
  begin(text: number): void {
    this.#largest.set(this.#leastPairs, text * this.#leastPairs.length);
  }

  /**
   * Takes in responses.
   *
   * @param responses - for each window pairs of 16 bits, the lower filter in the lower half
   * @param texts - for each window its text
   * @param count - number of windows
   */
  take(responses: Int32Array, texts: Int32Array, count: number): void {
    const pairs = this.#leastPairs.length;
    const largest = this.#largest;
    for (let window = 0; window < count; window++) {
      const from = window * pairs;
      const to = texts[window]! * pairs;
      for (let pair = 0; pair < pairs; pair++) {
        const a = ((responses[from + pair]! ^ TOPS) - MIDDLES) | 0;
        const b = largest[to + pair]!;
        // The top bit of a half stays where a's half is not the smaller one.
        const tops = ((a | TOPS) - b) & TOPS;
        const mask = tops - (tops >>> 15);
        largest[to + pair] = b ^ ((a ^ b) & mask);
      }
    }
  }

  /** Writes by how much a text's largest responses are over the thresholds, one number a filter. */
  overInto(out: Float32Array, at: number, text: number): void {
    const thresholds = this.#thresholds;
    const filters = thresholds.length;
    const largest = this.#largest;
    const from = text * this.#leastPairs.length;
    for (let filter = 0; filter < filters; filter += 2) {
      const pair = largest[from + (filter >> 1)]!;
      out[at + filter] = (pair & 0xffff) - MIDDLE - thresholds[filter]!;
      if (filter + 1 < filters) {
        out[at + filter + 1] = (pair >>> 16) - MIDDLE - thresholds[filter + 1]!;
      }
    }
  }
}
