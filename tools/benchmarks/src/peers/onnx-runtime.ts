import { type Loaded, loadPeer } from './peers-folder.ts';
import { type ElementType, type OnnxGraph, onnxModel } from './onnx-model.ts';

interface Tensor {
  readonly data: ArrayLike<number>;
}

interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(
    feeds: Readonly<Record<string, Tensor>>,
    fetches: Readonly<Record<string, Tensor | null>>,
    options: object,
  ): Record<string, Tensor>;
  dispose(): void;
}

interface OnnxRuntimeModule {
  readonly Tensor: new (
    type: ElementType,
    data: ArrayBufferView,
    shape: readonly number[],
  ) => Tensor;
}

interface BindingModule {
  initOrt(): void;
  readonly binding: { readonly InferenceSession: new () => NativeSession };
}

/** A graph that is ready to run on one input. */
export interface OnnxSession {
  /** Runs the graph; gives the numbers of its only output. */
  run(): ArrayLike<number>;
  dispose(): void;
}

/** What a model is run on: its one input and the name of its one output. */
export interface OnnxFeed {
  readonly input: {
    readonly name?: string;
    readonly type: ElementType;
    readonly shape: readonly number[];
    readonly data: ArrayBufferView;
  };
  readonly output: string;
}

/** Opens a model file with one thread, ready to run on one input. */
export type OpenOnnxModel = (model: Uint8Array, feed: OnnxFeed) => OnnxSession;

/** Makes sessions with one thread; the model's weights are packed once, at creation. */
export type MakeOnnxSession = (graph: OnnxGraph, input: ArrayBufferView) => OnnxSession;

const options = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
};

/**
 * ONNX Runtime for Node. Its public `run` waits for a turn of the event loop first; the session
 * under it is called here instead, so that small products are not charged for the waiting.
 */
export async function onnxRuntime(
  problem: string | undefined,
): Promise<{ loaded: Loaded<unknown>; make?: MakeOnnxSession; open?: OpenOnnxModel }> {
  const loaded = await loadPeer<OnnxRuntimeModule>('onnxruntime-node', problem);
  if (loaded.module === undefined) return { loaded };
  const under = await loadPeer<BindingModule>('onnxruntime-node/dist/binding.js');
  if (under.module === undefined) return { loaded: under };
  const { Tensor } = loaded.module;
  const { binding, initOrt } = under.module;
  initOrt();
  const open: OpenOnnxModel = (model, { input, output }) => {
    const session = new binding.InferenceSession();
    session.loadModel(model.buffer, model.byteOffset, model.byteLength, options);
    const { name = 'input', type, shape, data } = input;
    const feeds = { [name]: new Tensor(type, data, shape) };
    const fetches = { [output]: null };
    return {
      run: () => session.run(feeds, fetches, {})[output]!.data,
      dispose: () => session.dispose(),
    };
  };
  const make: MakeOnnxSession = (graph, data) => {
    const [input] = graph.inputs;
    const [output] = graph.outputs;
    return open(onnxModel(graph), { input: { ...input!, data }, output: output!.name });
  };
  return { loaded, make, open };
}
