import type { TaskOptions } from '../workers/worker-pool.ts';

/** A tensor in a model's metadata; -1 stands for any size. */
export interface TensorMetadata {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** A model behind the Open Inference Protocol. */
export interface InferenceModel {
  readonly name: string;
  readonly version: string;
  readonly platform: string;
  readonly inputs: readonly TensorMetadata[];
  readonly outputs: readonly TensorMetadata[];
  /**
   * Answers an inference request.
   *
   * @param body - the JSON of the request, unparsed, so that a worker can parse it
   * @returns the JSON of the answer
   */
  readonly infer: (body: Uint8Array<ArrayBuffer>, options: TaskOptions) => Promise<Uint8Array>;
}
