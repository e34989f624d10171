import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { expect, it } from 'vitest';
import { compactModel, compactPictures } from '../testing/compact-model.ts';
import { networkZoo, randomInput, randomModel } from '../testing/random-networks.ts';
import { BinaryNetwork } from './binary-network.ts';

const where = typeof document === 'object' ? 'Chromium' : 'Node';

const digestOf = (answers: readonly Float32Array[]): string => {
  const bytes = answers.map((one) => new Uint8Array(one.slice().buffer));
  return bytesToHex(sha256(Uint8Array.from(bytes.flatMap((one) => [...one]))));
};

// First in this file, so that the kernels are not yet compiled.
it('a model under 64 KB answers with the same bits in Node and in Chromium', () => {
  const file = compactModel();
  expect(file.byteLength).toBeLessThan(64 * 1024);
  const picture = compactPictures(1);
  const start = performance.now();
  const network = BinaryNetwork.load(file);
  network.run(picture);
  const took = performance.now() - start;
  console.info(`${where}: ${file.byteLength} bytes to the first answer in ${took.toFixed(1)} ms`);
  const answers = network.run(compactPictures(40));
  network.dispose();
  expect(digestOf([answers])).toBe(
    '802c81fdaa3399ccb7ee4e371d6d9e5d378136933fd1928eb3e4811f83b7f14b',
  );
});

it('networks of every kind answer with the same bits in Node and in Chromium', () => {
  const answers = Object.values(networkZoo).map(({ input, layers }) => {
    const network = BinaryNetwork.compile(randomModel(input, layers));
    const values = randomInput(input);
    const given = input.kind === 'levels' ? Uint8Array.from(values) : values;
    const found = network.run(given);
    network.dispose();
    return found;
  });
  expect(digestOf(answers)).toBe(
    '870c22d36f489632bb0bdef0475b62f298a9e3bff7b24d2047874262bd92c017',
  );
});
