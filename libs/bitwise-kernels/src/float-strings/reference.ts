/** Floats whose products are added in 32 bits before they join the sum of 64. */
const BLOCK = 512;

/** A string of floats with its margins: place 0 stands at `first`. */
export interface PlacedFloats {
  readonly floats: Float32Array;
  readonly first: number;
}

/** The sums of the compiled kernel, in its order. */
export function correlateReference(
  { floats, first }: PlacedFloats,
  weights: ArrayLike<number>,
  shifts: readonly number[],
  destination: Float32Array,
  add: boolean,
): void {
  for (let place = 0; place < destination.length; place++) {
    let sum = add ? destination[place]! : 0;
    for (const [k, shift] of shifts.entries()) {
      const product = Math.fround(Math.fround(weights[k]!) * floats[first + place + shift]!);
      sum = Math.fround(sum + product);
    }
    destination[place] = sum;
  }
}

/** The products of the compiled kernel, in its order. */
export function productsReference(
  fixed: Float32Array,
  { floats, first }: PlacedFloats,
  shifts: readonly number[],
): Float64Array {
  return Float64Array.from(shifts, (shift) => {
    let sum = 0;
    for (let start = 0; start < fixed.length; start += BLOCK) {
      const lanes = new Float32Array(4);
      for (let at = start; at < Math.min(fixed.length, start + BLOCK); at++) {
        const product = Math.fround(fixed[at]! * floats[first + at + shift]!);
        lanes[at & 3] = lanes[at & 3]! + product;
      }
      const low = Math.fround(lanes[0]! + lanes[1]!);
      sum += Math.fround(low + Math.fround(lanes[2]! + lanes[3]!));
    }
    return sum;
  });
}

const { fround } = Math;
const LOG2E = fround(1.44269504);
const LN2_HIGH = fround(0.693359375);
const LN2_LOW = fround(-2.1219444e-4);
const FARTHEST = 40;
/** Of the Taylor polynomial of e^r, the highest power first. */
const TERMS = [1 / 720, 1 / 120, 1 / 24, 1 / 6, 0.5, 1, 1].map((term) => fround(term)) as [
  number,
  ...number[],
];

/** The logistic function of the compiled kernel, in its order. */
export function logisticReference(
  source: Float32Array,
  destination: Float32Array,
  bias: number,
  scale: number,
): void {
  const [first, ...terms] = TERMS;
  for (let at = 0; at < source.length; at++) {
    const z = fround(fround(scale) * fround(source[at]! - fround(bias)));
    const x = -Math.min(Math.abs(z), FARTHEST);
    const power = nearestEven(fround(x * LOG2E));
    let r = fround(x - fround(power * LN2_HIGH));
    r = fround(r - fround(power * LN2_LOW));
    let e = first;
    for (const term of terms) e = fround(fround(e * r) + term);
    e = fround(e * 2 ** power);
    const upper = fround(1 / fround(1 + e));
    destination[at] = z < 0 ? fround(e * upper) : upper;
  }
}

/** Rounds as the compiled kernel does: halves to the even neighbour. */
function nearestEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
