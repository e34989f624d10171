import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OnebitError } from '@onebit/errors';
import { readModel, writeModel } from '../model-file/model.ts';
import { runReference } from '../runtime/reference.ts';
import { importBnnPynq, type ParameterFiles } from './bnn-pynq.ts';

const data = process.env['ONEBIT_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const folder = join(data, 'bnn-pynq');
const present = existsSync(folder);
if (!present) console.warn(`Skipped: the BNN-PYNQ parameters are not at ${folder}.`);

const read = (...path: string[]): Uint8Array => new Uint8Array(readFileSync(join(folder, ...path)));
const parameters = (...path: string[]): ParameterFiles =>
  new Map(readdirSync(join(folder, ...path)).map((name) => [name, read(...path, name)]));

const load = (id: string, ...path: string[]) => {
  const { network, tensors } = importBnnPynq(parameters(...path), id);
  return readModel(writeModel(network, tensors));
};

describe.skipIf(!present)('networks of BNN-PYNQ', () => {
  it('LFC reads a handwritten 3', () => {
    const scores = runReference(
      load('lfc', 'mnist', 'lfcW1A1'),
      read('test-images', '3.image-idx3-ubyte').subarray(16),
    );
    expect(scores.map((score) => (score > 0 ? 1 : 0))).toEqual(
      Float64Array.of(0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    );
  });

  it('CNV counts exactly the published popcounts for the deer', () => {
    const planes = read('test-images', 'deer.bin').subarray(1);
    const pixels = Uint8Array.from(
      { length: 3072 },
      (_, at) => planes[(at % 3) * 1024 + Math.floor(at / 3)]!,
    );
    const dots = runReference(load('cnv', 'cifar10', 'cnvW1A1'), pixels);
    expect([...dots].map((dot) => (dot + 512) / 2)).toEqual([
      228, 229, 251, 250, 412, 253, 230, 262, 222, 239,
    ]);
  });

  it.each([['streetview'], ['road-signs']])('reads the %s network', (name) => {
    expect(load(name, name, 'cnvW1A1').network.labels.length).toBeGreaterThan(9);
  });
});

it('refuses a folder that is neither', () => {
  const files = new Map([['classes.txt', new TextEncoder().encode('a\nb\n')]]);
  expect(() => importBnnPynq(files, 'x')).toThrow(OnebitError);
  expect(() => importBnnPynq(new Map(), 'x')).toThrow(/classes\.txt/);
});
