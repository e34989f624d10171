/** How many people talk at once in a sound. */
export interface TalkerEstimate {
  /** 0 for silence, 1 where one person talks at a time, 2 where two do. */
  readonly count: 0 | 1 | 2;
  /** How probable it is that two talk at once, by talkers alone and mixed that the rule learned from. */
  readonly probabilityOfTwo: number;
}

/** Decibels round the level that frames are counted in, one bin each. */
const LOWEST = -70;
const HIGHEST = 20;
/** Shares of the frames that are softer than the pauses and the voices that are compared. */
const PAUSES = 0.3;
const VOICES = 0.95;

/**
 * Tells a lone talker from two at once, whatever the model and in constant memory: one pauses
 * between words and syllables, two fill each other's pauses.
 */
export class TalkerCounter {
  readonly #frames = new Uint32Array(HIGHEST - LOWEST + 1);
  #count = 0;

  /**
   * Takes one frame.
   *
   * @param power - mean power a bin
   * @param level - the same of the sound around
   */
  push(power: number, level: number): void {
    if (!(power > 0 && level > 0)) return;
    const decibels = 10 * Math.log10(power / level);
    this.#frames[Math.round(Math.min(HIGHEST, Math.max(LOWEST, decibels))) - LOWEST]! += 1;
    this.#count += 1;
  }

  /** How many talk at once, by all that was seen so far. */
  get estimate(): TalkerEstimate {
    if (this.#count === 0) return { count: 0, probabilityOfTwo: 0 };
    const range = this.#quantile(VOICES) - this.#quantile(PAUSES);
    const probabilityOfTwo = 1 / (1 + Math.exp(-oddsOfTwo(range)));
    return { count: probabilityOfTwo < 0.5 ? 1 : 2, probabilityOfTwo };
  }

  #quantile(share: number): number {
    let left = share * this.#count;
    for (let bin = 0; bin < this.#frames.length; bin++) {
      const frames = this.#frames[bin]!;
      if (frames >= left) return LOWEST + bin + (frames > 0 ? left / frames : 0);
      left -= frames;
    }
    return HIGHEST;
  }
}

/**
 * Logarithm of the odds that two talk at once, by the decibels between pauses and voices: a logistic
 * regression over the training talkers alone and in pairs, 3 to 12 s long.
 * `onebit evaluate speech-separation` counts how often it is wrong about others.
 */
const oddsOfTwo = (range: number): number => 8.1 - 0.492 * range;
