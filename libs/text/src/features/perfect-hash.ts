import { OnebitError } from '@onebit/errors';
import { mix32 } from './hash.ts';

/** A perfect hash as it is stored. */
export interface PerfectHashTables {
  readonly seed: number;
  /** For each bucket the number that sends its keys to slots of their own. */
  readonly displacements: Uint16Array;
  /** For each slot 16 bits of its key, by which strangers are told. */
  readonly fingerprints: Uint16Array;
}

const KEYS_PER_BUCKET = 4;
const SEEDS = 64;
const DISPLACEMENTS = 0x10000;

/**
 * A perfect hash of a fixed set of 64-bit keys, minimal unless spare slots are asked for: every key
 * has a slot of its own in 0 .. n - 1, a key that is not of the set is refused but for one in 65,536.
 * Hash and displace (Belazzougui, Botelho and Dietzfelbinger, ESA 2009), 20 bits a key.
 *
 * @example
 * ```ts
 * import { PerfectHash } from '@onebit/text';
 * const hash = PerfectHash.build(Uint32Array.of(5, 9, 7), Uint32Array.of(1, 2, 3));
 * const slots = [hash.slot(5, 1), hash.slot(9, 2), hash.slot(7, 3)];
 * console.log(slots.toSorted()); // [ 0, 1, 2 ]
 * console.log(hash.slot(5, 2)); // -1
 * ```
 */
export class PerfectHash {
  readonly tables: PerfectHashTables;
  readonly #displacements: Uint16Array;
  readonly #fingerprints: Uint16Array;
  readonly #seed: number;
  readonly #slots: number;
  readonly #buckets: number;

  /** @param tables - as {@link PerfectHash.build} made them */
  constructor(tables: PerfectHashTables) {
    this.tables = tables;
    this.#displacements = tables.displacements;
    this.#fingerprints = tables.fingerprints;
    this.#seed = tables.seed;
    this.#slots = tables.fingerprints.length;
    this.#buckets = tables.displacements.length;
  }

  /** Number of slots. */
  get size(): number {
    return this.#slots;
  }

  /**
   * Finds a perfect hash of keys.
   *
   * @param low - lower halves of the keys
   * @param high - upper halves; the pairs are all different
   * @param slots - at least as many as keys; beyond some 60,000 keys spare slots, a hundredth say, are
   *   what the last keys need, since a displacement has 16 bits
   * @throws OnebitError `value-invalid` where there is no key, too few slots, or a key stands twice
   */
  static build(low: Uint32Array, high: Uint32Array, slots = low.length): PerfectHash {
    const count = low.length;
    if (count > 0 && count === high.length && slots >= count) {
      for (let seed = 1; seed <= SEEDS; seed++) {
        const displacements = displace(low, high, seed, slots);
        if (!displacements) continue;
        const fingerprints = new Uint16Array(slots);
        const hash = new PerfectHash({ seed, displacements, fingerprints });
        for (let key = 0; key < count; key++) {
          fingerprints[hash.#place(low[key]!, high[key]!)] = fingerprintOf(low[key]!, high[key]!);
        }
        return hash;
      }
    }
    throw new OnebitError('value-invalid', {
      expected: 'at least one key, no key twice, a slot for each',
      received: `${count} lower and ${high.length} upper halves, ${slots} slots`,
      hint: 'Leave repeated keys out.',
    });
  }

  /**
   * The slot of a key, or -1 where the key is not of the set.
   *
   * @param low - lower half of the key
   * @param high - upper half
   */
  slot(low: number, high: number): number {
    const slot = this.#place(low, high);
    return this.#fingerprints[slot] === fingerprintOf(low, high) ? slot : -1;
  }

  #place(low: number, high: number): number {
    const displacement = this.#displacements[bucketOf(high, this.#seed, this.#buckets)]!;
    return slotOf(low, high, displacement, this.#seed, this.#slots);
  }
}

/** Scales a 32-bit hash to 0 .. size - 1 without a division; exact for sizes up to 2^21. */
const scaled = (hash: number, size: number): number => (hash * size * 2 ** -32) >>> 0;

const bucketOf = (high: number, seed: number, buckets: number): number =>
  scaled(mix32(high + seed), buckets);

const slotOf = (low: number, high: number, step: number, seed: number, slots: number): number =>
  scaled(mix32((low ^ Math.imul(step + seed, 0x9e3779b1)) + Math.imul(high, 0x85ebca77)), slots);

const fingerprintOf = (low: number, high: number): number =>
  mix32(low + Math.imul(high, 0xc2b2ae3d)) >>> 16;

/** The displacement of every bucket, largest bucket first; `undefined` where the seed does not do. */
function displace(
  low: Uint32Array,
  high: Uint32Array,
  seed: number,
  slots: number,
): Uint16Array | undefined {
  const buckets = Math.ceil(low.length / KEYS_PER_BUCKET);
  const members = Array.from({ length: buckets }, (): number[] => []);
  for (let key = 0; key < low.length; key++)
    members[bucketOf(high[key]!, seed, buckets)]!.push(key);
  const order = members.map((_, bucket) => bucket);
  order.sort((a, b) => members[b]!.length - members[a]!.length || a - b);
  const taken = new Uint8Array(slots);
  const displacements = new Uint16Array(buckets);
  for (const bucket of order) {
    const keys = members[bucket]!;
    if (keys.length === 0) break;
    const found = firstFit(keys, low, high, seed, taken);
    if (found < 0) return undefined;
    displacements[bucket] = found;
  }
  return displacements;
}

function firstFit(
  keys: readonly number[],
  low: Uint32Array,
  high: Uint32Array,
  seed: number,
  taken: Uint8Array,
): number {
  const places: number[] = [];
  for (let step = 0; step < DISPLACEMENTS; step++) {
    places.length = 0;
    for (const key of keys) {
      const slot = slotOf(low[key]!, high[key]!, step, seed, taken.length);
      if (taken[slot] === 1 || places.includes(slot)) break;
      places.push(slot);
    }
    if (places.length < keys.length) continue;
    for (const slot of places) taken[slot] = 1;
    return step;
  }
  return -1;
}
