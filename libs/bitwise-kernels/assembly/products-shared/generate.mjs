import { readFileSync, readdirSync } from 'node:fs';
import products from '../products/generate.mjs';

const folder = new URL('../products/', import.meta.url);

/** The sources of the products once more, under the names that `blocks.ts` imports. */
export default function generate() {
  const plain = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'index.ts');
  return {
    ...Object.fromEntries(plain.map((file) => [file, readFileSync(new URL(file, folder), 'utf8')])),
    ...products(),
  };
}
