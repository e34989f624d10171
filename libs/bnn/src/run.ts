// What an application needs that only runs networks, bundled into one file by the build: Node takes
// half a millisecond for every file that it loads, and the whole library has nearly two hundred.
export type { LabelGroup } from './description/groups.ts';
export type { BagLayer } from './description/layers.ts';
export type { NetworkDescription } from './description/network.ts';
export type { WordOrderDescription } from './description/word-order.ts';
export { elements } from './model-file/dtype.ts';
export { loadModel, readModel, type Model } from './model-file/model.ts';
export { modelFrom, type ModelSource } from './model-file/model-source.ts';
export { BinaryNetwork } from './runtime/binary-network.ts';
export type { NetworkInput } from './runtime/value.ts';
export type { NetworkStream } from './runtime/stream.ts';
export { BinaryProduct, BitMatrix } from '@onebit/bitwise-kernels';
