const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

/** Adam (D. Kingma and J. Ba, 2015) for a handful of numbers. */
export class Adam {
  readonly #rate: number;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #steps = 0;

  constructor(parameters: number, rate: number) {
    this.#rate = rate;
    this.#first = new Float64Array(parameters);
    this.#second = new Float64Array(parameters);
  }

  /** One step against the gradient. */
  step(parameters: Float64Array, gradient: Float64Array): void {
    this.#steps += 1;
    const rate =
      (this.#rate * Math.sqrt(1 - SECOND_DECAY ** this.#steps)) / (1 - FIRST_DECAY ** this.#steps);
    for (let at = 0; at < parameters.length; at++) {
      const slope = gradient[at]!;
      this.#first[at] = FIRST_DECAY * this.#first[at]! + (1 - FIRST_DECAY) * slope;
      this.#second[at] = SECOND_DECAY * this.#second[at]! + (1 - SECOND_DECAY) * slope * slope;
      parameters[at]! -= (rate * this.#first[at]!) / (Math.sqrt(this.#second[at]!) + EPSILON);
    }
  }

  /** Starts over for a parameter that now means something else. */
  forget(parameter: number): void {
    this.#first[parameter] = 0;
    this.#second[parameter] = 0;
  }
}
