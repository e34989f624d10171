import { OnebitError } from '@onebit/errors';
import type { Layer } from '../description/layers.ts';
import { FORMAT_VERSION, type NetworkDescription, type Signal } from '../description/network.ts';
import type { Tensor } from '../model-file/safetensors.ts';

/** A layer as BNN-PYNQ cuts it: over `pe` files, in words of `simd` synapses. */
interface Cut {
  readonly pe: number;
  readonly simd: number;
  /** Neurons. */
  readonly rows: number;
  /** Synapses of a neuron as stored; padded synapses follow the real ones. */
  readonly columns: number;
  readonly inputs: number;
}

const LFC: readonly Cut[] = [
  { pe: 32, simd: 64, rows: 1024, columns: 832, inputs: 784 },
  { pe: 64, simd: 32, rows: 1024, columns: 1024, inputs: 1024 },
  { pe: 32, simd: 64, rows: 1024, columns: 1024, inputs: 1024 },
  { pe: 16, simd: 8, rows: 64, columns: 1024, inputs: 1024 },
];

const CNV: readonly Cut[] = [
  { pe: 16, simd: 3, rows: 64, columns: 27, inputs: 27 },
  { pe: 32, simd: 32, rows: 64, columns: 576, inputs: 576 },
  { pe: 16, simd: 32, rows: 128, columns: 576, inputs: 576 },
  { pe: 16, simd: 32, rows: 128, columns: 1152, inputs: 1152 },
  { pe: 4, simd: 32, rows: 256, columns: 1152, inputs: 1152 },
  { pe: 1, simd: 32, rows: 256, columns: 2304, inputs: 2304 },
  { pe: 1, simd: 4, rows: 512, columns: 256, inputs: 256 },
  { pe: 1, simd: 8, rows: 512, columns: 512, inputs: 512 },
  { pe: 4, simd: 1, rows: 64, columns: 512, inputs: 512 },
];

/** The files of a BNN-PYNQ parameter folder, by name. */
export type ParameterFiles = ReadonlyMap<string, Uint8Array>;

/** A network and its tensors, not yet written to a file. */
export interface ImportedNetwork {
  readonly network: NetworkDescription;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Reads the parameter folder of a W1A1 network of Xilinx/BNN-PYNQ (LFC or CNV).
 *
 * The file layout, in short: file `L-P-weights.bin` holds the neurons P, P+PE, P+2·PE … of layer L,
 * each as little-endian 64-bit words of SIMD synapses, lowest synapse in the lowest bit;
 * `L-P-thres.bin` holds one signed 64-bit threshold a neuron in the same order. A neuron fires
 * where the number of agreeing bits exceeds its threshold.
 *
 * @param files - the files of the folder, `classes.txt` among them
 * @param id - the identifier that the network shall have
 * @throws OnebitError `import-unsupported` where the folder is neither LFC nor CNV of the W1A1 kind
 */
export function importBnnPynq(files: ParameterFiles, id: string): ImportedNetwork {
  const labels = classNames(files);
  const kind = files.has('8-0-weights.bin') ? 'CNV' : 'LFC';
  const cuts = withLastRows(files, kind === 'CNV' ? CNV : LFC);
  const tensors = new Map<string, Tensor>();
  cuts.forEach((cut, layer) => {
    const last = layer === cuts.length - 1;
    // The last layer is padded to a multiple of its files: only real classes are kept.
    const rows = last ? Math.min(labels.length, cut.rows) : cut.rows;
    tensors.set(`layer${layer}.weights`, readWeights(files, layer, cut, rows));
    if (last && !files.has(`${layer}-0-thres.bin`)) return;
    const popcounts = readThresholds(files, layer, cut, rows);
    if (last) addScores(tensors, layer, cut, popcounts);
    else addThresholds(tensors, layer, cut, popcounts, kind === 'CNV' && layer === 0);
  });
  const { input, layers } = (kind === 'CNV' ? cnvLayers : lfcLayers)(labels.length);
  const last = cuts.length - 1;
  if (tensors.has(`layer${last}.scale`)) {
    layers.push({ op: 'affine', scale: `layer${last}.scale`, shift: `layer${last}.shift` });
  }
  const network: NetworkDescription = {
    formatVersion: FORMAT_VERSION,
    id,
    task: 'image-classification',
    input,
    layers,
    labels,
    provenance: {
      command: 'imported from BNN-PYNQ parameters',
      licence: 'BSD-3-Clause',
      source: 'Xilinx/BNN-PYNQ, bnn/params (FINN, arXiv 1612.07119)',
    },
  };
  return { network, tensors };
}

/** The last layer has as many neurons as the classes need, rounded up to its files: ask their size. */
function withLastRows(files: ParameterFiles, cuts: readonly Cut[]): Cut[] {
  const layer = cuts.length - 1;
  const cut = cuts[layer]!;
  const bytes = files.get(`${layer}-0-weights.bin`)?.byteLength ?? 0;
  const neurons = Math.floor(bytes / ((cut.columns / cut.simd) * 8));
  return [...cuts.slice(0, layer), neurons > 0 ? { ...cut, rows: neurons * cut.pe } : cut];
}

function classNames(files: ParameterFiles): string[] {
  const text = files.get('classes.txt');
  const names = text === undefined ? [] : new TextDecoder().decode(text).split(/\r?\n/);
  const labels = names.map((name) => name.trim()).filter(Boolean);
  if (labels.length === 0) throw unsupported('a file classes.txt with one name a line', 'none');
  return labels;
}

function part(files: ParameterFiles, name: string, bytes: number): DataView {
  const file = files.get(name);
  if (file?.byteLength !== bytes) {
    const received = file ? `${file.byteLength} bytes` : 'no such file';
    throw unsupported(`${name} of ${bytes} bytes (LFC or CNV, W1A1)`, received);
  }
  return new DataView(file.buffer, file.byteOffset, file.byteLength);
}

function readWeights(files: ParameterFiles, layer: number, cut: Cut, rows: number): Tensor {
  const words = cut.columns / cut.simd;
  const neurons = cut.rows / cut.pe;
  const bytesPerRow = Math.ceil(cut.inputs / 8);
  const bytes = new Uint8Array(rows * bytesPerRow);
  for (let pe = 0; pe < cut.pe; pe++) {
    const view = part(files, `${layer}-${pe}-weights.bin`, neurons * words * 8);
    for (let neuron = 0; neuron < neurons; neuron++) {
      const row = neuron * cut.pe + pe;
      if (row >= rows) continue;
      for (let column = 0; column < cut.inputs; column++) {
        const word = neuron * words + Math.floor(column / cut.simd);
        const bit = column % cut.simd;
        const half = view.getUint32(word * 8 + (bit >= 32 ? 4 : 0), true);
        if ((half >>> (bit & 31)) & 1)
          bytes[row * bytesPerRow + (column >> 3)]! |= 1 << (column & 7);
      }
    }
  }
  return { dtype: 'U8', shape: [rows, bytesPerRow], bytes };
}

function readThresholds(files: ParameterFiles, layer: number, cut: Cut, rows: number): Int32Array {
  const neurons = cut.rows / cut.pe;
  const thresholds = new Int32Array(rows);
  for (let pe = 0; pe < cut.pe; pe++) {
    const view = part(files, `${layer}-${pe}-thres.bin`, neurons * 8);
    for (let neuron = 0; neuron < neurons; neuron++) {
      const row = neuron * cut.pe + pe;
      if (row < rows) thresholds[row] = Number(view.getBigInt64(neuron * 8, true));
    }
  }
  return thresholds;
}

/**
 * `popcount > t` as `dot >= 2(t + 1) - n`, because `dot = 2 * popcount - n`. The first layer of CNV
 * sums numbers instead of counting bits: its fixed-point sums are of `q / 128`, its thresholds in
 * 1/256, so `sum(q) / 128 > t / 256` becomes `sum(q) >= floor(t / 2) + 1`.
 */
function addThresholds(
  tensors: Map<string, Tensor>,
  layer: number,
  cut: Cut,
  popcounts: Int32Array,
  fixedPoint: boolean,
): void {
  const dots = popcounts.map((t) =>
    fixedPoint ? Math.floor(t / 2) + 1 : 2 * (t + 1) - cut.inputs,
  );
  tensors.set(`layer${layer}.thresholds`, int32(dots));
}

/** Scores of the last LFC layer: how far each class's popcount lies above its threshold. */
function addScores(
  tensors: Map<string, Tensor>,
  layer: number,
  cut: Cut,
  popcounts: Int32Array,
): void {
  const scale = new Float32Array(popcounts.length).fill(0.5);
  const shift = Float32Array.from(popcounts, (t) => cut.inputs / 2 - t);
  tensors.set(`layer${layer}.scale`, float32(scale));
  tensors.set(`layer${layer}.shift`, float32(shift));
}

const int32 = (values: Int32Array): Tensor => ({
  dtype: 'I32',
  shape: [values.length],
  bytes: new Uint8Array(values.buffer),
});

const float32 = (values: Float32Array): Tensor => ({
  dtype: 'F32',
  shape: [values.length],
  bytes: new Uint8Array(values.buffer),
});

function lfcLayers(classes: number): { input: Signal; layers: Layer[] } {
  const layers: Layer[] = [
    { op: 'flatten' },
    { op: 'sign', threshold: 127.5 }, // p / 255 * 2 - 1 >= 0
  ];
  LFC.forEach(({ rows, inputs }, layer) => {
    const last = layer === LFC.length - 1;
    layers.push(dense(layer, inputs, last ? classes : rows));
    if (!last) layers.push({ op: 'threshold', thresholds: `layer${layer}.thresholds` });
  });
  return { input: { kind: 'levels', shape: [28, 28, 1] }, layers };
}

function cnvLayers(classes: number): { input: Signal; layers: Layer[] } {
  const layers: Layer[] = [{ op: 'quantise', scale: 256 / 255, offset: -128 }];
  const channels = [3, 64, 64, 128, 128, 256, 256];
  for (let layer = 0; layer < 6; layer++) {
    layers.push({
      op: 'conv2d',
      weights: `layer${layer}.weights`,
      weightKind: 'bits',
      channels: channels[layer]!,
      filters: channels[layer + 1]!,
      kernel: [3, 3],
      stride: [1, 1],
      dilation: [1, 1],
      padding: 'valid',
    });
    layers.push({ op: 'threshold', thresholds: `layer${layer}.thresholds` });
    if (layer === 1 || layer === 3) layers.push({ op: 'max-pool', size: [2, 2], stride: [2, 2] });
  }
  layers.push({ op: 'flatten' });
  for (const layer of [6, 7]) {
    layers.push(dense(layer, CNV[layer]!.inputs, CNV[layer]!.rows));
    layers.push({ op: 'threshold', thresholds: `layer${layer}.thresholds` });
  }
  layers.push(dense(8, CNV[8]!.inputs, classes));
  return { input: { kind: 'levels', shape: [32, 32, 3] }, layers };
}

const dense = (layer: number, inputs: number, outputs: number): Layer => ({
  op: 'dense',
  weights: `layer${layer}.weights`,
  weightKind: 'bits',
  inputs,
  outputs,
});

function unsupported(expected: string, received: string): OnebitError {
  return new OnebitError('import-unsupported', {
    expected,
    received,
    hint: 'Give a folder such as bnn/params/mnist/lfcW1A1 of BNN-PYNQ, unchanged.',
  });
}
