import { OnebitError } from '@onebit/errors';
import { describe, expect, it, vi } from 'vitest';
import type { NetworkDescription } from '../description/network.ts';
import { loadModel, readModel, writeModel } from './model.ts';
import type { Tensor } from './safetensors.ts';

const network: NetworkDescription = {
  formatVersion: 1,
  id: 'tiny',
  task: 'image-classification',
  input: { kind: 'levels', shape: [10] },
  layers: [
    { op: 'sign', threshold: 127.5 },
    { op: 'dense', weights: 'w', weightKind: 'bits', inputs: 10, outputs: 3 },
    { op: 'threshold', thresholds: 't' },
  ],
  labels: ['a', 'b', 'c'],
  provenance: { command: 'a test', licence: 'MIT' },
};

const tensors = new Map<string, Tensor>([
  ['w', { dtype: 'U8', shape: [3, 2], bytes: Uint8Array.of(255, 3, 7, 1, 9, 2) }],
  ['t', { dtype: 'I32', shape: [3], bytes: new Uint8Array(Int32Array.of(1, -2, 3).buffer) }],
]);

/** What the promise of a model comes to: the code of a refusal, or `accepted`. */
const codeLater = (model: Promise<unknown>): Promise<string> =>
  model.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof OnebitError) return error.code;
      throw error;
    },
  );

const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof OnebitError) return error.code;
    throw error;
  }
  return 'accepted';
};

describe('the model file', () => {
  it('gives back what was written', () => {
    const model = readModel(writeModel(network, tensors));
    expect(model.network).toEqual(network);
    expect([...model.tensors.keys()].sort()).toEqual(['t', 'w']);
    expect(model.tensors.get('w')!.bytes).toEqual(tensors.get('w')!.bytes);
  });

  it('refuses every single-bit flip', () => {
    const file = writeModel(network, tensors);
    const accepted: number[] = [];
    for (let bit = 0; bit < file.byteLength * 8; bit++) {
      file[bit >> 3]! ^= 1 << (bit & 7);
      if (codeOf(() => readModel(file)) === 'accepted') accepted.push(bit);
      file[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(codeOf(() => readModel(file))).toBe('accepted');
    expect(accepted).toEqual([]);
  });

  it('is read alike, and refused alike, by the SHA-256 of browsers', async () => {
    const file = writeModel(network, tensors);
    const codes: string[] = [];
    const laterCodes: string[] = [];
    // What answers in its stead is the platform's own, as in browsers.
    const builtin = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
    try {
      expect(await loadModel(file)).toEqual(readModel(file));
      for (let byte = 0; byte < file.byteLength; byte++) {
        file[byte]! ^= 1;
        codes.push(codeOf(() => readModel(file)));
        laterCodes.push(await codeLater(loadModel(file)));
        file[byte]! ^= 1;
      }
    } finally {
      builtin.mockRestore();
    }
    expect(laterCodes).toEqual(codes);
    expect(laterCodes).toContain('model-digest-mismatch');
    expect(laterCodes).not.toContain('accepted');
  });

  it('refuses every truncation', () => {
    const file = writeModel(network, tensors);
    for (let length = 0; length < file.byteLength; length++) {
      expect(codeOf(() => readModel(file.subarray(0, length)))).toMatch(/^model-/);
    }
  });

  it('refuses set padding bits, even under a right digest', () => {
    const bad = new Map(tensors).set('w', {
      dtype: 'U8',
      shape: [3, 2],
      bytes: Uint8Array.of(255, 255, 7, 1, 9, 2),
    });
    expect(codeOf(() => writeModel(network, bad))).toBe('model-padding-bits');
  });
});

it('refuses languages that leave no label, or whose shifts and thresholds are not one a label', () => {
  const language = { shifts: [0.5, 0], decisionThresholds: [0.2, 0.3] };
  const read = (languages: readonly (typeof language)[]): unknown =>
    readModel(writeModel({ ...network, languages }, tensors)).network.languages;
  expect(read([language])).toEqual([language]);
  for (const wrong of [
    [language, language],
    [{ ...language, shifts: [0.5] }],
    [{ ...language, decisionThresholds: [0.2, 0.3, 0.4] }],
    [{ ...language, decisionThresholds: [0.2, 1.3] }],
    Array.from({ length: 3 }, () => ({ shifts: [], decisionThresholds: [] })),
  ]) {
    expect(codeOf(() => read(wrong))).toBe('model-description-invalid');
  }
});

it('reads a Node Buffer as it reads a Uint8Array', () => {
  const file = writeModel(network, tensors);
  const model = readModel(Buffer.from(file));
  const words = new Int32Array(model.tensors.get('t')!.bytes.slice().buffer);
  expect([...words]).toEqual([1, -2, 3]);
});
