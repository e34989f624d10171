// Products of bit matrices for engines that run WebAssembly without SIMD.
export { scalar1x4by2, scalar1x4by4, scalar2x2by2, scalar2x2by4 } from './tiles';
