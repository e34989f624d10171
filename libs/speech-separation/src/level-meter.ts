import { framePower, LEVEL_REACH } from './features.ts';

/** One Fourier frame on its way to the network. */
export interface LevelledFrame {
  readonly spectrum: Float32Array;
  /** Mean power a bin of the frames around it. */
  readonly level: number;
}

/**
 * Gives each frame the mean power of the frames within two seconds before it and so many behind it:
 * as soon as they are there, and at the ends of those there are.
 */
export class LevelMeter {
  readonly #ahead: number;
  readonly #powers: number[] = [];
  readonly #waiting: Float32Array[] = [];
  /** Frames before the first waiting one whose powers are still held. */
  #before = 0;

  /** @param ahead - frames behind a frame that its level takes in */
  constructor(ahead: number) {
    this.#ahead = ahead;
  }

  /** Takes a frame and gives the one whose surroundings it completes, if any. */
  push(spectrum: Float32Array): LevelledFrame | undefined {
    this.#waiting.push(spectrum);
    this.#powers.push(framePower(spectrum));
    return this.#waiting.length > this.#ahead ? this.#next() : undefined;
  }

  /** Gives the next frame at the end of the sound; undefined when there is none left. */
  flush(): LevelledFrame | undefined {
    return this.#waiting.length > 0 ? this.#next() : undefined;
  }

  #next(): LevelledFrame {
    const spectrum = this.#waiting.shift()!;
    const around = this.#powers.slice(0, this.#before + this.#ahead + 1);
    const level = around.reduce((sum, power) => sum + power, 0) / around.length;
    if (this.#before === LEVEL_REACH) this.#powers.shift();
    else this.#before += 1;
    return { spectrum, level };
  }
}
