import { framePower, LEVEL_REACH } from './features.ts';

/** One Fourier frame on its way through a separator. */
export interface LevelledFrame {
  readonly spectrum: Float32Array;
  /** Mean power a bin. */
  power: number;
  /** Mean power a bin of the frames around it. */
  level: number;
}

/**
 * Gives each frame the mean power of the frames within two seconds before it and so many behind it:
 * as soon as they are there, and at the ends of those there are.
 */
export class LevelMeter {
  readonly #ahead: number;
  /** Powers of the last frames, in a ring. */
  readonly #powers: Float64Array;
  readonly #waiting: LevelledFrame[] = [];
  /** Frames that came so far. */
  #count = 0;

  /** @param ahead - frames behind a frame that its level takes in */
  constructor(ahead: number) {
    this.#ahead = ahead;
    this.#powers = new Float64Array(LEVEL_REACH + 1 + ahead);
  }

  /** Takes a frame and gives the one whose surroundings it completes, if any. */
  push(frame: LevelledFrame): LevelledFrame | undefined {
    frame.power = framePower(frame.spectrum);
    this.#waiting.push(frame);
    this.#powers[this.#count % this.#powers.length] = frame.power;
    this.#count += 1;
    return this.#waiting.length > this.#ahead ? this.#next() : undefined;
  }

  /** Gives the next frame at the end of the sound; undefined when there is none left. */
  flush(): LevelledFrame | undefined {
    return this.#waiting.length > 0 ? this.#next() : undefined;
  }

  #next(): LevelledFrame {
    const at = this.#count - this.#waiting.length;
    const frame = this.#waiting.shift()!;
    const from = Math.max(0, at - LEVEL_REACH);
    const to = Math.min(this.#count, at + this.#ahead + 1);
    let sum = 0;
    for (let near = from; near < to; near++) sum += this.#powers[near % this.#powers.length]!;
    frame.level = sum / (to - from);
    return frame;
  }
}
