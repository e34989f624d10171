import {
  addScaled,
  averagePool,
  BitMatrix,
  FloatMatrix,
  globalMean,
  leakyRelu,
  packThreshold,
  poolBits,
  relu,
  repeatChannels,
  signBits,
} from '@onebit/bitwise-kernels';
import type {
  MaxPoolLayer,
  PreluLayer,
  QuantiseLayer,
  SignLayer,
  ThermometerLayer,
} from '../description/layers.ts';
import {
  bitsOfBytes,
  disposeValue,
  type FloatsValue,
  rowsOf,
  type Step,
  toFloats,
  type Value,
} from './value.ts';

/** A step without weights of its own. */
const stateless = (run: (value: Value) => Value): Step => ({
  run,
  dispose() {
    // Holds nothing.
  },
});

/** Reads vectors of a model file. */
export type VectorReader = (name: string) => Float32Array;

/** Bits by threshold. Bytes are compared as bytes: `b >= t` is `b > ceil(t) - 1`. */
export function signStep({ threshold }: SignLayer, vector: VectorReader): Step {
  const shift = typeof threshold === 'number' ? undefined : vector(threshold).map((t) => -t);
  return stateless((value) => {
    if (
      value.kind === 'bytes' &&
      value.bytes instanceof Uint8Array &&
      typeof threshold === 'number'
    ) {
      const rows = rowsOf(value.at);
      const limit = Math.ceil(threshold) - 1;
      const matrix = packBytes(value.bytes, rows, value.channels, limit);
      return { kind: 'bits', matrix, at: value.at };
    }
    const floats = toFloats(value);
    const { columns } = floats.matrix;
    const shifts = shift ?? new Float32Array(columns).fill(-(threshold as number));
    const by = FloatMatrix.from(1, columns, shifts);
    const matrix = signBits(floats.matrix, { shift: by });
    by.dispose();
    floats.matrix.dispose();
    return { kind: 'bits', matrix, at: value.at };
  });
}

/** Packing knows thresholds from 0 to 255 only: below, every bit is set; above, none. */
function packBytes(bytes: Uint8Array, rows: number, columns: number, limit: number): BitMatrix {
  if (limit >= 0 && limit <= 255) return packThreshold(bytes, rows, columns, limit);
  return bitsOfBytes(rows, columns, new Uint8Array(bytes.length).fill(limit < 0 ? 1 : 0));
}

/** Several bits a value, side by side. */
export function thermometerStep({ thresholds }: ThermometerLayer): Step {
  const levels = thresholds.length;
  return stateless((value) => {
    const from = value.kind === 'bytes' ? value.bytes : toFloats(value).matrix.data;
    const bits = new Uint8Array(from.length * levels);
    for (let at = 0; at < from.length; at++) {
      for (let level = 0; level < levels; level++) {
        bits[at * levels + level] = from[at]! >= thresholds[level]! ? 1 : 0;
      }
    }
    disposeValue(value);
    const rows = rowsOf(value.at);
    const matrix = bitsOfBytes(rows, bits.length / rows, bits);
    return { kind: 'bits', matrix, at: value.at };
  });
}

/** 8-bit integers of bytes or reals. */
export function quantiseStep({ scale, offset }: QuantiseLayer): Step {
  const quantise = (x: number): number =>
    Math.max(-128, Math.min(127, Math.round(scale * x + offset)));
  const ofByte = Int8Array.from({ length: 256 }, (_, byte) => quantise(byte));
  return stateless((value) => {
    const source = value.kind === 'bytes' ? value : toFloats(value);
    const from = source.kind === 'bytes' ? source.bytes : source.matrix.data;
    const bytes = new Int8Array(from.length);
    if (from instanceof Uint8Array) {
      for (let i = 0; i < bytes.length; i++) bytes[i] = ofByte[from[i]!]!;
    } else {
      for (let i = 0; i < bytes.length; i++) bytes[i] = quantise(from[i]!);
    }
    const channels = source.kind === 'bytes' ? source.channels : source.matrix.columns;
    disposeValue(source);
    return { kind: 'bytes', bytes, channels, at: value.at };
  });
}

/** PReLU with shifts. */
export function preluStep({ slope, before, after }: PreluLayer, vector: VectorReader): Step {
  const row = (name: string | undefined): FloatMatrix | undefined => {
    if (name === undefined) return undefined;
    const values = vector(name);
    return FloatMatrix.from(1, values.length, values);
  };
  const state = { slope: row(slope)!, shift: row(before), bias: row(after) };
  return {
    run(value) {
      const floats = toFloats(value);
      leakyRelu(floats.matrix, state, { destination: floats.matrix });
      return floats;
    },
    dispose() {
      for (const matrix of [state.slope, state.shift, state.bias]) matrix?.dispose();
    },
  };
}

/** max(x, 0). */
export const reluStep = (): Step =>
  stateless((value) => {
    const floats = toFloats(value);
    relu(floats.matrix, { destination: floats.matrix });
    return floats;
  });

/** The largest of each window: OR on bits. */
export function maxPoolStep({ size, stride }: MaxPoolLayer): Step {
  return stateless((value) => {
    if (value.kind === 'bits') {
      const matrix = poolBits(value.matrix, { kernel: size, stride }, value.at, 'or');
      value.matrix.dispose();
      return { kind: 'bits', matrix, at: pooled(value, size, stride) };
    }
    return reduceWindows(value, size, stride, Math.max, -Infinity);
  });
}

/** The mean of each window, as the sum of equal shares. */
export function averagePoolStep({ size, stride }: Omit<MaxPoolLayer, 'op'>): Step {
  const share = Math.fround(1 / (size[0] * size[1]));
  return stateless((value) =>
    reduceWindows(value, size, stride, (sum, x) => Math.fround(sum + Math.fround(x * share)), 0),
  );
}

function pooled(
  { at }: Value,
  size: readonly [number, number],
  stride: readonly [number, number],
): Value['at'] {
  const height = Math.floor((at.height - size[0]) / stride[0]) + 1;
  const width = Math.floor((at.width - size[1]) / stride[1]) + 1;
  return { count: at.count, height, width };
}

function reduceWindows(
  value: Value,
  size: readonly [number, number],
  stride: readonly [number, number],
  reduce: (sofar: number, x: number) => number,
  start: number,
): Value {
  const floats = toFloats(value);
  const { height, width } = value.at;
  const at = pooled(value, size, stride);
  const { columns } = floats.matrix;
  const out = FloatMatrix.create(rowsOf(at), columns);
  const from = floats.matrix.data;
  const { data } = out;
  let target = 0;
  for (let sample = 0; sample < at.count; sample++) {
    for (let y = 0; y < at.height; y++) {
      for (let x = 0; x < at.width; x++) {
        for (let c = 0; c < columns; c++) {
          let result = start;
          for (let i = 0; i < size[0]; i++) {
            for (let j = 0; j < size[1]; j++) {
              const row = (sample * height + y * stride[0] + i) * width + x * stride[1] + j;
              result = reduce(result, from[row * columns + c]!);
            }
          }
          data[target++] = result;
        }
      }
    }
  }
  floats.matrix.dispose();
  return { kind: 'floats', matrix: out, at };
}

/** Mean over all positions of a sample. */
export const globalMeanStep = (): Step =>
  stateless((value) => {
    const floats = toFloats(value);
    const matrix = globalMean(floats.matrix, value.at);
    floats.matrix.dispose();
    return { kind: 'floats', matrix, at: { count: value.at.count, height: 1, width: 1 } };
  });

/** All positions and channels of a sample as one row. */
export const flattenStep = (): Step =>
  stateless((value) => {
    const { count, height, width } = value.at;
    const at = { count, height: 1, width: 1 };
    const positions = height * width;
    if (positions === 1) return { ...value, at };
    if (value.kind === 'bytes') return { ...value, channels: value.channels * positions, at };
    const columns = value.matrix.columns * positions;
    if (value.kind === 'bits') {
      const matrix = rowsJoined(value.matrix, count, columns);
      value.matrix.dispose();
      return { kind: 'bits', matrix, at };
    }
    const matrix = FloatMatrix.from(count, columns, value.matrix.data.slice());
    value.matrix.dispose();
    return { kind: 'floats', matrix, at };
  });

/** Rows of bits side by side; rows without padding already stand like that. */
function rowsJoined(bits: BitMatrix, count: number, columns: number): BitMatrix {
  if (bits.columns % 128 !== 0) return bitsOfBytes(count, columns, bits.toBytes());
  const joined = BitMatrix.create(count, columns);
  joined.words.set(bits.words);
  return joined;
}

/** A real-valued shortcut round steps. */
export function shortcutStep(body: Step, pool: 1 | 2, repeat: number): Step {
  return {
    run(value) {
      const x = toFloats(value);
      const inside = body.run({ ...x, matrix: x.matrix.clone() });
      const around = shortcut(x, pool, repeat);
      const out = toFloats(inside);
      addScaled(out.matrix, around, 1, { destination: out.matrix });
      around.dispose();
      return out;
    },
    dispose() {
      body.dispose();
    },
  };
}

/** The way round a body: squares averaged, channels repeated. The given value is used up. */
export function shortcut(x: FloatsValue, pool: 1 | 2, repeat: number): FloatMatrix {
  const small = pool === 1 ? x.matrix : averagePool(x.matrix, x.at);
  const wide = repeat === 1 ? small : repeatChannels(small, repeat);
  for (const matrix of [x.matrix, small]) if (matrix !== wide) matrix.dispose();
  return wide;
}
