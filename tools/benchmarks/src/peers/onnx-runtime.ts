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
): Promise<{ loaded: Loaded<unknown>; make?: MakeOnnxSession }> {
  const loaded = await loadPeer<OnnxRuntimeModule>('onnxruntime-node', problem);
  if (loaded.module === undefined) return { loaded };
  const under = await loadPeer<BindingModule>('onnxruntime-node/dist/binding.js');
  if (under.module === undefined) return { loaded: under };
  const { Tensor } = loaded.module;
  const { binding, initOrt } = under.module;
  initOrt();
  const make: MakeOnnxSession = (graph, data) => {
    const session = new binding.InferenceSession();
    const model = onnxModel(graph);
    session.loadModel(model.buffer, model.byteOffset, model.byteLength, options);
    const [input] = graph.inputs;
    const [output] = graph.outputs;
    const feeds = { [input!.name]: new Tensor(input!.type, data, input!.shape) };
    const fetches = { [output!.name]: null };
    return {
      run: () => session.run(feeds, fetches, {})[output!.name]!.data,
      dispose: () => session.dispose(),
    };
  };
  return { loaded, make };
}
