import { OnebitError } from '@onebit/errors';
import { BitImage } from '@onebit/image';
import { SeededRandom } from '../seeded-random.ts';

/** Options of {@link diskorect}. */
export interface DiskorectOptions {
  /** Columns and rows; by default 50. */
  readonly size?: number;
  /** Random shapes of foreground; by default 20. */
  readonly shapes?: number;
  /** Smaller shapes of background on top; by default 10. */
  readonly holes?: number;
  /** Share of flipped pixels, 0 to 1; by default 0.02. */
  readonly noise?: number;
  /** How likely a picture is turned into its complement, 0 to 1; by default 0.5. */
  readonly inverted?: number;
}

/**
 * Pictures of random disks and turned rectangles with holes and noise, half of them inverted:
 * the training pictures of the BiMoNN paper (T. Aouad and H. Talbot, 2022, section 4), after its
 * published description.
 *
 * @param count - how many, at least 1
 * @param seed - whole number; the same seed gives the same pictures
 * @param options - sizes and shares
 * @throws OnebitError `value-invalid`
 *
 * @example
 * ```ts
 * import { diskorect } from '@onebit/morphology';
 * const [first, second] = diskorect(2, 7);
 * console.log(first.width, first.height, first.equals(second)); // 50 50 false
 * console.log(first.equals(diskorect(1, 7)[0])); // true
 * ```
 */
export function diskorect(count: number, seed: number, options: DiskorectOptions = {}): BitImage[] {
  const { size = 50, shapes = 20, holes = 10, noise = 0.02, inverted = 0.5 } = options;
  const whole = [count, size, shapes + 1, holes + 1].every((n) => Number.isInteger(n) && n >= 1);
  if (!whole || ![noise, inverted].every((share) => share >= 0 && share <= 1)) {
    throw new OnebitError('value-invalid', {
      expected: 'whole numbers of pictures, pixels and shapes, and shares of 0 to 1',
      received: JSON.stringify({ count, size, shapes, holes, noise, inverted }),
      hint: 'Ask for at least one picture of at least one pixel.',
    });
  }
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => {
    const pixels = new Uint8Array(size * size);
    for (let shape = 0; shape < shapes; shape++) drawShape(pixels, size, size * 0.4, 1, random);
    for (let hole = 0; hole < holes; hole++) drawShape(pixels, size, size * 0.2, 0, random);
    const turned = random.next() < inverted ? 1 : 0;
    for (let at = 0; at < pixels.length; at++) {
      pixels[at]! ^= turned ^ (random.next() < noise ? 1 : 0);
    }
    return BitImage.fromBytes(size, size, pixels);
  });
}

/** Draws a disk or a turned rectangle of at most `largest` pixels across. */
function drawShape(
  pixels: Uint8Array,
  size: number,
  largest: number,
  bit: 0 | 1,
  random: SeededRandom,
): void {
  const x = random.between(0, size);
  const y = random.between(0, size);
  const halfWidth = random.between(1, largest) / 2;
  const halfHeight = random.between(1, largest) / 2;
  const round = random.next() < 0.5;
  const angle = random.between(0, Math.PI);
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const reach = round ? halfWidth : Math.hypot(halfWidth, halfHeight);
  const bound = (value: number): number => Math.min(size, Math.max(0, Math.ceil(value)));
  for (let row = bound(y - reach); row < bound(y + reach); row++) {
    for (let column = bound(x - reach); column < bound(x + reach); column++) {
      const [dx, dy] = [column - x, row - y];
      const inside = round
        ? dx * dx + dy * dy <= halfWidth * halfWidth
        : Math.abs(dx * cosine + dy * sine) <= halfWidth &&
          Math.abs(dy * cosine - dx * sine) <= halfHeight;
      if (inside) pixels[row * size + column] = bit;
    }
  }
}
