/**
 * Checks that the built kernels give the bits of the committed table under this version of Node:
 *
 *   node tools/checks/kernel-digests.mjs            compare every variant
 *   node tools/checks/kernel-digests.mjs --write    write the table anew, from the reference
 */
import { readFileSync, writeFileSync } from 'node:fs';
import * as kernels from '../../libs/bitwise-kernels/dist/index.js';
import { digestTable } from '../../libs/bitwise-kernels/testing/digest-cases.mjs';

const file = new URL('../../libs/bitwise-kernels/testing/digests.json', import.meta.url);

if (process.argv.includes('--write')) {
  const provenance =
    'SHA-256 of what testing/digest-cases.mjs computes with the reference variant; written by ' +
    'node tools/checks/kernel-digests.mjs --write. Every variant and engine has to give the same.';
  const digests = await digestTable(kernels, 'reference');
  writeFileSync(file, `${JSON.stringify({ provenance, digests }, null, 2)}\n`);
}

const { digests } = JSON.parse(readFileSync(file, 'utf8'));
let wrong = 0;
for (const variant of ['simd', 'scalar', 'reference']) {
  const table = await digestTable(kernels, variant);
  const names = Object.keys({ ...digests, ...table });
  const different = names.filter((name) => table[name] !== digests[name]);
  wrong += different.length;
  console.log(
    `Node ${process.version}, ${variant}: ${names.length - different.length} of ${names.length} equal`,
  );
  for (const name of different) console.log(`  ${name} differs`);
}
process.exitCode = wrong > 0 ? 1 : 0;
