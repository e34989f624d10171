import type { Layer, WeightKind } from '../description/layers.ts';
import type { NetworkDescription, Signal, ValueKind } from '../description/network.ts';
import { signalAfter } from '../description/signals.ts';
import type { TensorNeed } from '../description/tensor-need.ts';
import { neededTensors } from '../description/tensors.ts';
import { wordOrderTensors, type WordOrderDescription } from '../description/word-order.ts';
import { BYTES_PER_ELEMENT } from '../model-file/dtype.ts';
import { ENERGY_PICOJOULES, TEXT_WORDS, WORD_BITS } from './cost-model.ts';

/** What one layer is, holds and costs for one input. */
export interface LayerReport {
  /** Position, with a dot for layers inside a body: `3.1`; `+` for a branch beside the layers. */
  readonly index: string;
  /** The layer's operation, or `word-order` for the branch that hears the order of words. */
  readonly op: Layer['op'] | 'word-order';
  readonly input: Signal;
  readonly output: Signal;
  readonly parameters: number;
  /** Of the parameters, those of one bit. */
  readonly binaryParameters: number;
  readonly bytes: number;
  /** Multiply-accumulates of two bits: XNOR and popcount. */
  readonly binaryOperations: number;
  /** Multiply-accumulates with one operand of more than one bit and the other of one bit. */
  readonly mixedOperations: number;
  /** Multiply-accumulates of two operands of more than one bit, and elementwise operations. */
  readonly realOperations: number;
}

/** How binary a network really is: every layer, and the sums. */
export interface NetworkReport {
  readonly id: string;
  readonly layers: readonly LayerReport[];
  readonly total: Omit<LayerReport, 'index' | 'op' | 'input' | 'output'>;
  /** Share of the parameters that are one bit, 0 to 1. */
  readonly binaryParameterShare: number;
  /** Share of all multiply-accumulates that are of two bits, 0 to 1. */
  readonly binaryOperationShare: number;
  /** Bytes of the same network in float32. */
  readonly float32Bytes: number;
  /** Energy estimate for one input in microjoules, here and in float32. */
  readonly energyMicrojoules: { readonly network: number; readonly float32: number };
  /**
   * Expected speed-up against float32 when 64 binary operations cost as much as one real one: the
   * convention of the field (Bi-Real Net, Liu et al. 2018, section 4.3), an upper bound by count.
   */
  readonly expectedSpeedUp: number;
}

/**
 * Reports what a network consists of: which layers are 1-bit and which are not, and what they cost.
 *
 * @param network - the description; tensors are not needed
 */
export function inspectNetwork(network: NetworkDescription): NetworkReport {
  const layers = [
    ...walk(network.layers, network.input, '', network),
    ...(network.wordOrder ? [reportWordOrder(network.wordOrder, network)] : []),
  ];
  const sum = (field: keyof NetworkReport['total']): number =>
    layers.reduce((total, layer) => total + layer[field], 0);
  const total = {
    parameters: sum('parameters'),
    binaryParameters: sum('binaryParameters'),
    bytes: sum('bytes'),
    binaryOperations: sum('binaryOperations'),
    mixedOperations: sum('mixedOperations'),
    realOperations: sum('realOperations'),
  };
  const { binaryOperations: binary, mixedOperations: mixed, realOperations: real } = total;
  const operations = binary + mixed + real;
  const energy = ENERGY_PICOJOULES;
  return {
    id: network.id,
    layers,
    total,
    binaryParameterShare: ratio(total.binaryParameters, total.parameters),
    binaryOperationShare: ratio(binary, operations),
    float32Bytes: total.parameters * 4,
    energyMicrojoules: {
      network: (binary * energy.binary + mixed * energy.mixed + real * energy.real) / 1e6,
      float32: (operations * energy.real) / 1e6,
    },
    expectedSpeedUp: ratio(operations, binary / WORD_BITS + mixed + real),
  };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function walk(
  layers: readonly Layer[],
  input: Signal,
  prefix: string,
  network: NetworkDescription,
): LayerReport[] {
  const reports: LayerReport[] = [];
  let signal = input;
  layers.forEach((layer, at) => {
    const index = `${prefix}${at}`;
    const output = signalAfter([layer], signal);
    if (layer.op === 'shortcut' || layer.op === 'scaled') {
      reports.push(...walk(layer.body, signal, `${index}.`, network));
    }
    reports.push(report(layer, index, signal, output, network));
    signal = output;
  });
  return reports;
}

function report(
  layer: Layer,
  index: string,
  input: Signal,
  output: Signal,
  network: NetworkDescription,
): LayerReport {
  // What a body holds is reported with the layers of the body.
  const holds = layer.op === 'shortcut' || layer.op === 'scaled' ? [] : [layer];
  // The vocabulary belongs to the bag; what hears the order of its words has a report of its own.
  const { vocabulary, wordOrder: _wordOrder, ...plain } = network;
  const whole = layer.op === 'bag' && vocabulary ? { ...plain, vocabulary } : plain;
  const held = holdingOf(neededTensors({ ...whole, input, layers: holds }));
  const operations = { binaryOperations: 0, mixedOperations: 0, realOperations: 0 };
  operations[operationKind(layer, input.kind)] = operationCount(layer, input, output);
  return { index, op: layer.op, input, output, ...held, ...operations };
}

/** Counts the branch for a text of {@link TEXT_WORDS} words, each with a window around it. */
function reportWordOrder(branch: WordOrderDescription, network: NetworkDescription): LayerReport {
  const { taps, width, filters } = branch;
  const outputs = network.labels.length;
  const maxima = TEXT_WORDS * filters;
  return {
    index: '+',
    op: 'word-order',
    input: { kind: 'bits', shape: [TEXT_WORDS, width] },
    output: { kind: 'reals', shape: [outputs] },
    ...holdingOf(wordOrderTensors(branch, network)),
    binaryOperations: TEXT_WORDS * filters * taps * width,
    mixedOperations: 0,
    realOperations: maxima + filters + filters * outputs + outputs, // thresholds, head, its steps
  };
}

type Holding = Pick<LayerReport, 'parameters' | 'binaryParameters' | 'bytes'>;

function holdingOf(needs: readonly TensorNeed[]): Holding {
  let parameters = 0;
  let binaryParameters = 0;
  let bytes = 0;
  for (const { dtype, shape, bitsPerRow } of needs) {
    const elements = shape.reduce((product, side) => product * side, 1);
    bytes += elements * BYTES_PER_ELEMENT[dtype];
    if (bitsPerRow === undefined) {
      parameters += elements;
    } else {
      parameters += shape[0]! * bitsPerRow;
      binaryParameters += shape[0]! * bitsPerRow;
    }
  }
  return { parameters, binaryParameters, bytes };
}

type OperationKind = 'binaryOperations' | 'mixedOperations' | 'realOperations';

function operationKind(layer: Layer, kind: ValueKind): OperationKind {
  const weights: WeightKind | undefined = 'weightKind' in layer ? layer.weightKind : undefined;
  if (layer.op === 'max-pool' && kind === 'bits') return 'binaryOperations';
  if (layer.op === 'bag') return 'mixedOperations';
  if (weights === 'bits') return kind === 'bits' ? 'binaryOperations' : 'mixedOperations';
  return 'realOperations';
}

function operationCount(layer: Layer, input: Signal, output: Signal): number {
  const size = ({ shape }: Signal): number => shape.reduce((product, side) => product * side, 1);
  switch (layer.op) {
    case 'dense':
      return layer.inputs * layer.outputs;
    case 'conv2d':
      return size(output) * layer.kernel[0] * layer.kernel[1] * layer.channels;
    case 'conv1d':
      return size(output) * layer.taps * layer.channels;
    case 'max-pool':
    case 'average-pool':
      return size(output) * layer.size[0] * layer.size[1];
    case 'bag':
      return layer.features * layer.width; // an upper bound: absent features cost nothing
    case 'flatten':
      return 0;
    case 'prelu':
    case 'global-mean':
    case 'sign':
    case 'quantise':
    case 'relu':
      return size(input);
    case 'thermometer':
    case 'threshold':
    case 'affine':
    case 'shortcut':
    case 'scaled':
      return size(output);
  }
}
