import {
  anything,
  either,
  listOf,
  Misfit,
  openObject,
  recordOf,
  type Shaped,
  text,
  whole,
} from '../../description/shape.ts';
import { refuse } from './refusal.ts';

/** One layer as Keras writes it. */
export interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A layers model with its weights in memory. */
export interface LayersModel {
  readonly layers: readonly KerasLayer[];
  /** The weight of a layer, such as `kernel`; undefined where it has none. */
  weight(layer: KerasLayer, name: string): Weight | undefined;
}

/** Numbers and shape of one weight. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const layersShape = listOf(
  openObject(
    { class_name: text(), config: recordOf(anything) },
    { name: text(), inbound_nodes: listOf(anything) },
  ),
);

const networkShape = openObject({
  class_name: text(),
  config: either(layersShape, openObject({ layers: layersShape })),
});

const modelShape = openObject({
  modelTopology: either(openObject({ model_config: networkShape }), networkShape),
  weightsManifest: listOf(
    openObject({
      paths: listOf(text()),
      weights: listOf(
        openObject(
          { name: text(), shape: listOf(whole(0, Number.MAX_SAFE_INTEGER)), dtype: text() },
          { quantization: anything },
        ),
      ),
    }),
  ),
});

type Topology = Shaped<typeof networkShape>;
type Manifest = Shaped<typeof modelShape>['weightsManifest'];

/**
 * Reads `model.json` and the files of weights that it names.
 *
 * @throws OnebitError `import-unsupported`
 */
export function readLayersModel(files: ReadonlyMap<string, Uint8Array>): LayersModel {
  const file = files.get('model.json');
  if (!file) throw refuse('a file model.json', 'none', 'Give all files of the saved model.');
  const { modelTopology, weightsManifest } = parse(file);
  const layers = chainOf(
    'model_config' in modelTopology ? modelTopology.model_config : modelTopology,
  );
  const weights = readWeights(weightsManifest, files);
  return {
    layers,
    weight: (layer, name) => weights.get(`${layer.name}/${name}`),
  };
}

function parse(file: Uint8Array): Shaped<typeof modelShape> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file));
  } catch (error) {
    throw refuse('model.json to be JSON', String(error), 'Save the model again.');
  }
  try {
    return modelShape(value, '');
  } catch (misfit) {
    if (!(misfit instanceof Misfit)) throw misfit;
    throw refuse(
      'a layers model of TensorFlow.js with its topology and weights',
      misfit.message,
      'Save with model.save(), or convert with --output_format tfjs_layers_model; a graph model has no layers left.',
    );
  }
}

/** The layers in order, if each one takes what the one before it gives and nothing else. */
function chainOf({ class_name: className, config }: Topology): KerasLayer[] {
  const functional = className !== 'Sequential';
  if (functional && className !== 'Model' && className !== 'Functional') {
    throw refuse('a Sequential or Functional model', className);
  }
  let before: string | undefined;
  const layers = 'layers' in config ? config.layers : config;
  return layers.map(({ class_name, name: outer, config: own, inbound_nodes: inbound }) => {
    const name = outer ?? (typeof own['name'] === 'string' ? own['name'] : class_name);
    if (functional && before !== undefined) {
      const sources = [...JSON.stringify(inbound ?? []).matchAll(/\["([^"]+)",\d+,\d+/g)];
      if (sources.length !== 1 || sources[0]![1] !== before) {
        throw refuse(
          `${name} to follow ${before} alone`,
          `inputs ${sources.map(([, from]) => from).join(', ') || 'of another form'}`,
        );
      }
    }
    before = name;
    return { className: class_name, name, config: own };
  });
}

/** Weights by the name of their layer and their own. */
function readWeights(
  manifest: Manifest,
  files: ReadonlyMap<string, Uint8Array>,
): Map<string, Weight> {
  const weights = new Map<string, Weight>();
  for (const { paths, weights: listed } of manifest) {
    const bytes = joined(paths, files);
    let at = 0;
    for (const { name, shape, dtype, quantization } of listed) {
      if (dtype !== 'float32' || quantization !== undefined) {
        throw refuse(
          `${name} in float32`,
          quantization === undefined ? dtype : 'quantised weights',
          'Save the model without quantisation of its weights.',
        );
      }
      const length = shape.reduce((product, side) => product * side, 1);
      const end = at + length * 4;
      if (end > bytes.length) {
        throw refuse(`${end} bytes of weights`, `${bytes.length}`, 'Give all files, unchanged.');
      }
      const values = new Float32Array(bytes.slice(at, end).buffer);
      const wrong = values.findIndex((value) => !Number.isFinite(value));
      if (wrong >= 0) throw refuse(`finite numbers in ${name}`, String(values[wrong]));
      // Scopes may stand before the layer, and ":0" after the weight.
      const [layer, own] = name.replace(/:0$/, '').split('/').slice(-2);
      weights.set(`${layer}/${own}`, { shape, values });
      at = end;
    }
    if (at !== bytes.length) {
      throw refuse(`${at} bytes of weights`, `${bytes.length}`, 'Give all files, unchanged.');
    }
  }
  return weights;
}

function joined(paths: readonly string[], files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = paths.map((path) => {
    const file = files.get(path);
    if (!file) throw refuse(`a file ${path}`, 'none', 'Give all files of the saved model.');
    return file;
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
