import { BitMatrix, FloatMatrix, keeping, withTemporaries } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import type { Conv1dLayer, Layer } from '../description/layers.ts';
import type { Signal } from '../description/network.ts';
import { signalAfter } from '../description/signals.ts';
import type { Model } from '../model-file/model.ts';
import { compileLayers } from './compile.ts';
import { shortcut } from './simple-steps.ts';
import {
  disposeValue,
  type NetworkInput,
  type Step,
  toFloats,
  type Value,
  valueOf,
} from './value.ts';
import type { Tensors } from './weights.ts';

/** A step that takes frames as they come and gives the frames that they complete, if any. */
interface StreamStep {
  push(frames: Value | undefined, last: boolean): Value | undefined;
  dispose(): void;
}

/**
 * A signal on its way through a network over time: frames in, answers out, as early as the layers
 * allow. A causal network answers each frame at once; a centred one as much later as it looks ahead.
 */
export class NetworkStream {
  /** Frames that an answer comes later than its own frame. */
  readonly delay: number;
  readonly #steps: readonly StreamStep[];
  readonly #channels: number;
  #ended = false;

  /** @internal */
  constructor(model: Model) {
    const { input, layers } = model.network;
    this.#channels = input.shape[1]!;
    this.delay = delayOf(layers);
    this.#steps = streamSteps(layers, input, model.tensors);
  }

  /**
   * Takes frames and gives the answers that they complete.
   *
   * @param frames - whole frames, one after the other; none is fine
   * @returns answers one after the other, possibly none
   * @throws OnebitError `size-mismatch`, `value-invalid` after {@link end}
   */
  push(frames: NetworkInput): Float32Array {
    return this.#push(frames, false);
  }

  /** Ends the signal and gives the answers that were still waiting for frames. */
  end(frames: NetworkInput = new Float32Array(0)): Float32Array {
    const answers = this.#push(frames, true);
    this.dispose();
    return answers;
  }

  /** Gives the memory back. A second call does nothing. */
  dispose(): void {
    if (!this.#ended) for (const step of this.#steps) step.dispose();
    this.#ended = true;
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #push(frames: NetworkInput, last: boolean): Float32Array {
    const count = frames.length / this.#channels;
    if (this.#ended || !Number.isInteger(count)) {
      throw new OnebitError(this.#ended ? 'value-invalid' : 'size-mismatch', {
        expected: this.#ended
          ? 'a signal that goes on'
          : `whole frames of ${this.#channels} numbers`,
        received: this.#ended ? 'frames after its end' : `${frames.length} numbers`,
        hint: this.#ended ? 'Start a new stream.' : 'Give complete frames, one after the other.',
      });
    }
    // A stream runs for hours: what a push makes is given back at its end, and nothing of it is
    // left for the collector to watch.
    return withTemporaries(() => {
      let value = count > 0 ? valueOf(frames, 1, [count, this.#channels]) : undefined;
      for (const step of this.#steps) value = step.push(value, last);
      return value ? toFloats(value).matrix.data.slice() : new Float32Array(0);
    });
  }
}

/** Frames of look-ahead that add up along the layers. */
function delayOf(layers: readonly Layer[]): number {
  return layers.reduce((sum, layer) => {
    if (layer.op === 'shortcut') return sum + delayOf(layer.body);
    return sum + (layer.op === 'conv1d' && layer.padding !== 'valid' ? layer.padding.sides[1] : 0);
  }, 0);
}

function streamSteps(layers: readonly Layer[], input: Signal, tensors: Tensors): StreamStep[] {
  const steps: StreamStep[] = [];
  let signal = input;
  for (let at = 0; at < layers.length; at++) {
    const layer = layers[at]!;
    let group = [layer];
    if (layer.op === 'conv1d') {
      const next = layers[at + 1];
      if (next?.op === 'affine' || next?.op === 'threshold') group = [layer, next];
      at += group.length - 1;
      steps.push(convolutionStream(layer, group, signal, tensors));
    } else if (layer.op === 'shortcut') {
      steps.push(shortcutStream(streamSteps(layer.body, signal, tensors), layer.repeat));
    } else if (isPerFrame(layer)) {
      steps.push(perFrame(compileLayers(group, signal, tensors)[0]!));
    } else {
      throw new OnebitError('value-invalid', {
        expected: 'layers that work frame by frame',
        received: layer.op,
        hint: 'Run the network on whole signals with runSignal.',
      });
    }
    signal = signalAfter(group, signal);
  }
  return steps;
}

const isPerFrame = ({ op }: Layer): boolean =>
  ['sign', 'thermometer', 'quantise', 'threshold', 'affine', 'prelu', 'relu'].includes(op);

/** A step that sees single frames needs no memory. */
function perFrame(step: Step): StreamStep {
  return {
    push: (frames) => frames && step.run(frames),
    dispose: () => step.dispose(),
  };
}

/** A convolution over time: it keeps the frames that answers to come will still see. */
function convolutionStream(
  layer: Conv1dLayer,
  group: readonly Layer[],
  signal: Signal,
  tensors: Tensors,
): StreamStep {
  const [before, after] = layer.padding === 'valid' ? [0, 0] : layer.padding.sides;
  const filler = layer.padding === 'valid' ? 0 : layer.padding.value;
  const reach = layer.dilation * (layer.taps - 1) + 1;
  const bare: Layer = { ...layer, padding: 'valid' };
  const step = compileLayers(
    [bare, ...group.slice(1)],
    { ...signal, shape: [reach, layer.channels] },
    tensors,
  )[0]!;
  let kept: Value | undefined;
  let started = false;
  return {
    push(frames, last) {
      const like = frames ?? kept;
      if (!like) return undefined;
      const start = started ? undefined : outside(like, before, filler);
      started = true;
      const all = join([kept, start, frames, last ? outside(like, after, filler) : undefined]);
      const length = all?.at.width ?? 0;
      if (!all || length < reach) {
        // Nothing new where all is what was kept.
        if (all !== kept) kept = all && lasting(all, length);
        return undefined;
      }
      kept = last ? undefined : lasting(all, reach - 1);
      return step.run(all);
    },
    dispose() {
      if (kept) disposeValue(kept);
      kept = undefined;
      step.dispose();
    },
  };
}

/** A shortcut: what goes round waits for what comes out of the body. */
function shortcutStream(body: readonly StreamStep[], repeat: number): StreamStep {
  let waiting: Value | undefined;
  return {
    push(frames, last) {
      const x = frames && toFloats(frames);
      let inside: Value | undefined = x && { ...x, matrix: x.matrix.clone() };
      for (const step of body) inside = step.push(inside, last);
      const all = join([waiting, x]);
      if (!inside || !all) {
        if (all !== waiting) waiting = all && lasting(all, all.at.width);
        return undefined;
      }
      const out = toFloats(inside);
      const ready = out.at.width;
      const first = head(all, ready);
      waiting = lasting(all, all.at.width - ready);
      disposeValue(all);
      const around = shortcut(toFloats(first), 1, repeat);
      const { data } = out.matrix;
      const extra = around.data;
      for (let at = 0; at < data.length; at++) data[at]! += extra[at]!;
      around.dispose();
      return out;
    },
    dispose() {
      if (waiting) disposeValue(waiting);
      waiting = undefined;
      for (const step of body) step.dispose();
    },
  };
}

/** Frames of one value, as many as a convolution reads outside the signal. */
function outside(like: Value, count: number, filler: number): Value | undefined {
  if (count === 0) return undefined;
  const at = { count: 1, height: 1, width: count };
  if (like.kind === 'bits') {
    const { columns } = like.matrix;
    const bytes = new Uint8Array(count * columns).fill(filler > 0 ? 1 : 0);
    return { kind: 'bits', matrix: BitMatrix.fromBytes(count, columns, bytes), at };
  }
  // Numbers read zero outside, whatever bits would read.
  const columns = like.kind === 'bytes' ? like.channels : like.matrix.columns;
  return { kind: 'floats', matrix: FloatMatrix.create(count, columns), at };
}

/** All frames in order, in one value; the given ones are used up. */
function join(parts: readonly (Value | undefined)[]): Value | undefined {
  const present = parts.filter((part) => part !== undefined);
  if (present.length <= 1) return present[0];
  const width = present.reduce((sum, part) => sum + part.at.width, 0);
  const at = { count: 1, height: 1, width };
  if (present.every((part) => part.kind === 'bits')) {
    const { columns } = present[0]!.matrix;
    const matrix = BitMatrix.create(width, columns);
    let row = 0;
    for (const { matrix: part } of present) {
      matrix.words.set(part.words, row * matrix.wordsPerRow);
      row += part.rows;
      part.dispose();
    }
    return { kind: 'bits', matrix, at };
  }
  const floats = present.map(toFloats);
  const { columns } = floats[0]!.matrix;
  const matrix = FloatMatrix.create(width, columns);
  let row = 0;
  for (const { matrix: part } of floats) {
    matrix.data.set(part.data, row * columns);
    row += part.rows;
    part.dispose();
  }
  return { kind: 'floats', matrix, at };
}

/** A copy of frames `from` to `from + count`. */
function slice(value: Value, from: number, count: number): Value {
  const at = { count: 1, height: 1, width: count };
  if (value.kind === 'bits') {
    const { columns, wordsPerRow } = value.matrix;
    const matrix = BitMatrix.create(count, columns);
    matrix.words.set(value.matrix.words.subarray(from * wordsPerRow, (from + count) * wordsPerRow));
    return { kind: 'bits', matrix, at };
  }
  const floats = toFloats(value);
  const { matrix: source } = floats;
  const { columns } = source;
  const matrix = FloatMatrix.create(count, columns);
  matrix.data.set(source.data.subarray(from * columns, (from + count) * columns));
  if (floats !== value) source.dispose(); // bytes were turned into floats for this copy alone
  return { kind: 'floats', matrix, at };
}

const head = (value: Value, count: number): Value => slice(value, 0, count);
/** A copy of the last frames that outlives the push it was made in. */
const lasting = (value: Value, count: number): Value | undefined =>
  count > 0 ? keeping(() => slice(value, value.at.width - count, count)) : undefined;
