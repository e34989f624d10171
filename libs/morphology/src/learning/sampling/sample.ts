import { combine } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import type { Slices } from '../../sequence/slices.ts';
import type { Pair } from '../pairs.ts';
import type { SeededRandom } from '../seeded-random.ts';
import { countWithin } from './count-inside.ts';
import { type Part, partOf } from './picture-part.ts';

/** Pixels up to which a search runs over everything, and about which a sample of more has. */
export const SEARCHED_PIXELS = 2 ** 18;

/** Side of the tiles that a picture is sampled by. */
const TILE = 64;
/** Columns that a patch has beside its tile: whole words. */
const SIDE_COLUMNS = 32;

/** A patch of a pair: a tile with what a chain reads around it, or a whole small picture. */
interface Patch {
  readonly pair: number;
  readonly part: Part;
  /** The tile. */
  readonly core: Part;
}

/** How a patch is likely to tell elements apart. */
type Stratum = 'changed' | 'mixed' | 'flat';

/** Shares of a sample, by what the patches show. */
const shares: Readonly<Record<Stratum, number>> = { changed: 0.5, mixed: 0.375, flat: 0.125 };

/**
 * Patches of pairs that are too large to search over, drawn by strata: half of them where the
 * pictures change, most others where there is foreground and background, all of them spread evenly
 * over the pictures. Where a chain that is exact on the patches is wrong elsewhere, {@link add} takes
 * patches from there in.
 */
export class Sample implements Disposable {
  /** What the search runs over. */
  readonly pairs: Pair[] = [];
  /** The pairs that it is drawn from. */
  readonly sources: readonly Pair[];
  /** Whether it is everything, and no sample. */
  readonly whole: boolean;
  readonly #all: readonly Pair[];
  readonly #patches: readonly Patch[];
  readonly #random: SeededRandom;
  readonly #taken = new Set<Patch>();

  private constructor(pairs: readonly Pair[], patches: readonly Patch[], random: SeededRandom) {
    this.#all = pairs;
    this.#patches = patches;
    this.#random = random;
    this.whole = patches.length === 0;
    if (this.whole) this.pairs.push(...pairs);
    const drawnFrom = new Set(patches.map(({ pair }) => pair));
    this.sources = this.whole ? pairs : pairs.filter((_, index) => drawnFrom.has(index));
  }

  /**
   * Draws a sample, or takes all pairs where they are few.
   *
   * @param reach - rows and columns, up to 32, that the longest chain reads around a pixel
   */
  static *draw(pairs: readonly Pair[], reach: number, random: SeededRandom): Slices<Sample> {
    if (pixelsOf(pairs) <= SEARCHED_PIXELS) return new Sample(pairs, [], random);
    const patches = patchesOf(pairs, reach);
    const strata: Record<Stratum, Patch[]> = { changed: [], mixed: [], flat: [] };
    for (const [index, { before, after }] of pairs.entries()) {
      using differing = combine('xor', before.bits, after.bits);
      for (const patch of patches) {
        if (patch.pair !== index) continue;
        strata[stratumOf(before, differing, patch.core)].push(patch);
      }
      yield;
    }
    const sample = new Sample(pairs, patches, random);
    const area = patches.reduce((sum, { part }) => sum + areaOf(part), 0) / patches.length;
    let left = Math.max(1, Math.round(SEARCHED_PIXELS / area));
    // What a stratum cannot give, the next one does; what all cannot, the first.
    let owed = 0;
    for (const stratum of ['flat', 'mixed', 'changed'] as const) {
      owed += left * shares[stratum];
      owed -= sample.#take(strata[stratum], Math.round(owed));
    }
    left = Math.round(owed);
    for (const stratum of ['mixed', 'flat'] as const) left -= sample.#take(strata[stratum], left);
    return sample;
  }

  /**
   * Takes patches in whose tiles hold pixels that are wrong; tells whether there were any.
   *
   * @param wrong - the pixels of a pair that differ, by its index
   * @param frame - pixels at each side of a picture that do not count
   */
  add(wrong: ReadonlyMap<number, BitImage>, frame: number, most: number): boolean {
    const missed = this.#patches.filter(({ pair, core }) => {
      const picture = wrong.get(pair);
      return picture !== undefined && countWithin(picture.bits, inside(core, picture, frame)) > 0;
    });
    return this.#take(missed, most) > 0;
  }

  /** Takes so many patches in, spread evenly; gives how many there were. */
  #take(patches: readonly Patch[], wanted: number): number {
    const open = patches.filter((patch) => !this.#taken.has(patch));
    const count = Math.min(wanted, open.length);
    for (let index = 0; index < count; index++) {
      const place = Math.floor(((index + this.#random.next()) * open.length) / count);
      const patch = open[place]!;
      const { before, after } = this.#all[patch.pair]!;
      this.#taken.add(patch);
      this.pairs.push({ before: partOf(before, patch.part), after: partOf(after, patch.part) });
    }
    return count;
  }

  [Symbol.dispose](): void {
    if (this.whole) return;
    for (const { before, after } of this.pairs) {
      before.dispose();
      after.dispose();
    }
  }
}

/** What lies away from a picture's frame. */
function inside(part: Part, { width, height }: BitImage, frame: number): Part {
  return {
    left: Math.max(part.left, frame),
    top: Math.max(part.top, frame),
    right: Math.min(part.right, width - frame),
    bottom: Math.min(part.bottom, height - frame),
  };
}

const areaOf = ({ left, top, right, bottom }: Part): number => (right - left) * (bottom - top);

function pixelsOf(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, { before }) => sum + before.width * before.height, 0);
}

/**
 * Every patch of the pairs: of the large pictures tile by tile, or, where most pixels are in pictures
 * so small that all of theirs count, the pictures themselves.
 */
function patchesOf(pairs: readonly Pair[], reach: number): Patch[] {
  const isLarge = ({ before }: Pair): boolean => Math.min(before.width, before.height) > 4 * reach;
  const large = pixelsOf(pairs.filter(isLarge)) * 2 >= pixelsOf(pairs);
  return pairs.flatMap((pair, index) => {
    if (isLarge(pair) !== large) return [];
    const { width, height } = pair.before;
    if (large) return tilesOf(width, height, reach).map((tile) => ({ pair: index, ...tile }));
    const whole = { left: 0, top: 0, right: width, bottom: height };
    return [{ pair: index, part: whole, core: whole }];
  });
}

function tilesOf(width: number, height: number, reach: number): { part: Part; core: Part }[] {
  const tiles: { part: Part; core: Part }[] = [];
  for (let top = 0; top < height; top += TILE) {
    for (let left = 0; left < width; left += TILE) {
      const [right, bottom] = [Math.min(width, left + TILE), Math.min(height, top + TILE)];
      const part = {
        left: Math.max(0, left - SIDE_COLUMNS),
        top: Math.max(0, top - reach),
        right: Math.min(width, right + SIDE_COLUMNS),
        bottom: Math.min(height, bottom + reach),
      };
      tiles.push({ part, core: { left, top, right, bottom } });
    }
  }
  return tiles;
}

function stratumOf(before: BitImage, differing: BitImage['bits'], core: Part): Stratum {
  if (countWithin(differing, core) > 0) return 'changed';
  const foreground = countWithin(before.bits, core);
  return foreground > 0 && foreground < areaOf(core) ? 'mixed' : 'flat';
}
