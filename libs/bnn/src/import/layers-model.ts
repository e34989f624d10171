import { OnebitError } from '@onebit/errors';
import { FORMAT_VERSION, type Signal } from '../description/network.ts';
import type { ImportedNetwork } from './bnn-pynq.ts';
import { Assembler } from './layers-model/assemble.ts';
import { refuse } from './layers-model/refusal.ts';
import { type LayersModel, readLayersModel } from './layers-model/topology.ts';
import { translate } from './layers-model/translate.ts';

/** What a layers model does not say about itself. */
export interface LayersModelOptions {
  /** Identifier of the network here. */
  readonly id: string;
  readonly task: string;
  readonly licence: string;
  /** One name an output; `output 0`, `output 1` … where absent. */
  readonly labels?: readonly string[];
  readonly source?: string;
}

/**
 * Imports a layers model of TensorFlow.js, without TensorFlow.js: `model.json` and its files of
 * weights, of a Sequential model or a Functional one whose layers form a chain.
 *
 * Layers: Dense, Conv1D, Conv2D and Larq's QuantDense, QuantConv1D, QuantConv2D (quantisers
 * `ste_sign`, `approx_sign`, `swish_sign`, and `magnitude_aware_sign` for weights),
 * BatchNormalization, Activation and ReLU, PReLU, layers and activations named like the sign,
 * MaxPooling2D, AveragePooling2D, GlobalAveragePooling, Flatten, Dropout (left out), and a softmax at
 * the end (left out: the scores before it have the same order). The sign of 0 is +1.
 *
 * A product of bits, its bias, batch norm and sign become whole thresholds, computed in 64-bit
 * floats: what TensorFlow.js rounds in 32 bits can differ only where a batch norm all but ends in 0.
 *
 * @param files - `model.json` and the files that its weights manifest names
 * @param options - identifier, task, licence, labels
 * @returns the network, ready for `writeModel`; it takes the numbers that the model took
 * @throws OnebitError `import-unsupported` that names the layer, the setting or the file
 *
 * @example
 * ```ts
 * import { BinaryNetwork, importLayersModel, readModel, writeModel } from '@onebit/bnn';
 * const kernel = { name: 'vote/kernel', shape: [3, 1], dtype: 'float32' };
 * const vote = { name: 'vote', use_bias: false, input_quantizer: 'ste_sign', kernel_quantizer: 'ste_sign' };
 * const model = {
 *   modelTopology: {
 *     class_name: 'Sequential',
 *     config: {
 *       layers: [
 *         { class_name: 'InputLayer', config: { batch_input_shape: [null, 3] } },
 *         { class_name: 'QuantDense', config: { ...vote, units: 1 } },
 *       ],
 *     },
 *   },
 *   weightsManifest: [{ paths: ['weights.bin'], weights: [kernel] }],
 * };
 * const files = new Map([
 *   ['model.json', new TextEncoder().encode(JSON.stringify(model))],
 *   ['weights.bin', new Uint8Array(Float32Array.of(0.3, -0.2, 0.9).buffer)],
 * ]);
 * const { network, tensors } = importLayersModel(files, { id: 'vote', task: 'example', licence: 'MIT' });
 * const runnable = BinaryNetwork.compile(readModel(writeModel(network, tensors)));
 * console.log([...runnable.run(Float32Array.of(2, -1, -5))]); // [ 1 ]
 * ```
 */
export function importLayersModel(
  files: ReadonlyMap<string, Uint8Array>,
  options: LayersModelOptions,
): ImportedNetwork {
  const model = readLayersModel(files);
  const input: Signal = { kind: 'reals', shape: inputShape(model) };
  const assembler = new Assembler(input);
  model.layers.forEach((layer, at) => {
    const last = at === model.layers.length - 1;
    try {
      assembler.add(translate({ model, layer, shape: assembler.signal.shape, last }));
    } catch (error) {
      if (!(error instanceof OnebitError) || error.code !== 'model-description-invalid')
        throw error;
      throw refuse(`${layer.name} to fit: ${error.expected}`, error.received);
    }
  });
  assembler.finish();
  const { shape } = assembler.signal;
  const outputs = shape[shape.length - 1]!;
  const labels = options.labels ?? Array.from({ length: outputs }, (_, at) => `output ${at}`);
  if (labels.length !== outputs) {
    throw refuse(`${outputs} labels, one an output`, `${labels.length}`, 'Name every output.');
  }
  return {
    network: {
      formatVersion: FORMAT_VERSION,
      id: options.id,
      task: options.task,
      input,
      layers: assembler.layers,
      labels,
      provenance: {
        command: 'imported from a layers model of TensorFlow.js',
        licence: options.licence,
        ...(options.source !== undefined && { source: options.source }),
      },
    },
    tensors: assembler.tensors,
  };
}

/** The shape that the first layer declares, without the batch. */
function inputShape({ layers }: LayersModel): number[] {
  const config = layers[0]?.config ?? {};
  const declared = config['batch_input_shape'] ?? config['batch_shape'];
  const shape: unknown[] = Array.isArray(declared) ? declared.slice(1) : [];
  if (shape.length >= 1 && shape.length <= 3 && shape.every((side) => Number.isInteger(side))) {
    return shape as number[];
  }
  throw refuse(
    'a first layer with a batch_input_shape of known sides',
    JSON.stringify(declared) ?? 'none',
  );
}
