import { digest } from './digest.ts';

const variants = ['simd', 'scalar', 'reference'] as const;
self.postMessage(variants.map((variant) => digest(variant)));
