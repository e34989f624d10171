import { scalarTiles } from '../products/generate.mjs';

/** The register tiles that need no SIMD, from the one generator of the products. */
export default function generate() {
  return { 'tiles.ts': scalarTiles() };
}
