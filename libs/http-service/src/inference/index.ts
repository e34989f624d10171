// What a worker needs to answer inference requests; free of the web framework, so it starts fast.
export { parseJson } from '../request/json.ts';
export { type InferRequest, type InputTensor, readInferRequest, tensorInvalid } from './tensors.ts';
