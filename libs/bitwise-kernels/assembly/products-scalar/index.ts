// Products of bit matrices for engines that run WebAssembly without SIMD.
export { scalar1x4, scalar2x2 } from './tiles';
