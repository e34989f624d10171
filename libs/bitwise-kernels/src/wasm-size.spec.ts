import { readdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { FamilyBinary } from './storage/load-family.ts';

const folder = new URL('./generated/', import.meta.url);
const LIMIT = 64 * 1024;

it('all WebAssembly together stays under 64 KB gzipped', async () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  let total = 0;
  for (const file of files) {
    const exported = (await import(/* @vite-ignore */ new URL(file, folder).href)) as object;
    for (const { base64 } of Object.values(exported) as FamilyBinary[]) {
      total += gzipSync(Buffer.from(base64, 'base64')).length;
    }
  }
  console.log(`${files.length} families: ${(total / 1024).toFixed(1)} KB of WebAssembly, gzipped`);
  expect(files.length).toBeGreaterThan(10);
  expect(total).toBeLessThan(LIMIT);
});
