/** The morphology kernels on 64-bit words, for engines that run WebAssembly without SIMD. */
export { generateScalar as default } from '../morphology/generate.mjs';
