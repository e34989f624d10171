import type { ErrorCode } from '@onebit/errors';
import type { NetworkDescription } from '../description/network.ts';
import { BLANK_DIGEST, sealDigest } from '../model-file/digest.ts';
import { writeModel } from '../model-file/model.ts';
import type { Tensor } from '../model-file/safetensors.ts';

/** A file that is wrong in one way, beside a twin that is right and as like it as can be. */
export interface Attack {
  readonly name: string;
  /** The code of the error with which a reader refuses the bad file. */
  readonly code: ErrorCode;
  readonly bad: Uint8Array;
  readonly good: Uint8Array;
}

const network: NetworkDescription = {
  formatVersion: 1,
  id: 'twin',
  task: 'test',
  input: { kind: 'levels', shape: [10] },
  layers: [
    { op: 'sign', threshold: 127.5 },
    { op: 'dense', weights: 'w', weightKind: 'bits', inputs: 10, outputs: 3 },
    { op: 'affine', scale: 's', shift: 'h' },
  ],
  labels: ['a', 'b', 'c'],
  provenance: { command: 'made by hand', licence: 'MIT' },
};

const floats = (...values: number[]): Tensor => ({
  dtype: 'F32',
  shape: [values.length],
  bytes: new Uint8Array(Float32Array.from(values).buffer),
});

const tensors = new Map<string, Tensor>([
  ['w', { dtype: 'U8', shape: [3, 2], bytes: Uint8Array.of(255, 3, 7, 1, 9, 2) }],
  ['s', floats(1, 0.5, -2)],
  ['h', floats(0, 1, 2)],
]);

const good = writeModel(network, tensors);
const goodHeader = headerOf(good);
const goodData = good.subarray(8 + goodHeader.length);

function headerOf(file: Uint8Array): string {
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  return new TextDecoder().decode(file.subarray(8, 8 + length));
}

/** A file of a header and data, sealed again where it still has a place for the digest. */
function fileOf(
  header: string | Uint8Array,
  data: Uint8Array = goodData,
  length?: bigint,
): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const file = new Uint8Array(8 + text.length + data.length);
  new DataView(file.buffer).setBigUint64(0, length ?? BigInt(text.length), true);
  file.set(text, 8);
  file.set(data, 8 + text.length);
  if (typeof header === 'string' && length === undefined && header.includes('"digest":"sha256:')) {
    sealDigest(file);
  }
  return file;
}

type Json = Record<string, Record<string, unknown>>;

/** The good header with one thing changed, and a fresh digest, as an attacker would compute it. */
function withHeader(change: (header: Json) => void): string {
  const json = JSON.parse(goodHeader) as Json;
  json['__metadata__']!['digest'] = BLANK_DIGEST;
  change(json);
  return JSON.stringify(json);
}

const withTensor = (change: (entry: Record<string, unknown>) => void): Uint8Array =>
  fileOf(withHeader((header) => change(header['h']!)));

const withNetwork = (change: (description: Record<string, unknown>) => void): Uint8Array =>
  fileOf(
    withHeader((header) => {
      const description = JSON.parse(header['__metadata__']!['onebit'] as string) as Record<
        string,
        unknown
      >;
      change(description);
      header['__metadata__']!['onebit'] = JSON.stringify(description);
    }),
  );

const flipped = (at: number): Uint8Array => {
  const file = good.slice();
  file[at]! ^= 1;
  return file;
};

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

/** Every way in which a file can be wrong that a reader tells apart. */
export const attacks: readonly Attack[] = (
  [
    ['empty', 'model-truncated', new Uint8Array(0)],
    ['seven-bytes', 'model-truncated', good.subarray(0, 7)],
    ['header-cut', 'model-truncated', good.subarray(0, 40)],
    ['data-cut', 'model-truncated', good.subarray(0, good.length - 1)],
    [
      'header-length-2-to-the-63',
      'model-header-too-large',
      fileOf(goodHeader, goodData, 1n << 63n),
    ],
    ['header-length-over-limit', 'model-header-too-large', fileOf(goodHeader, goodData, 1048577n)],
    ['header-length-zero', 'model-header-invalid', fileOf('')],
    ['header-with-space-first', 'model-header-invalid', fileOf(` ${goodHeader}`)],
    ['header-not-json', 'model-header-invalid', fileOf('{"h":')],
    [
      'header-not-utf8',
      'model-header-invalid',
      fileOf(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x7d)),
    ],
    ['header-a-list', 'model-header-invalid', fileOf('[]')],
    ['header-too-deep', 'model-header-invalid', fileOf(`{"a":${deep(100)}}`)],
    ['key-twice', 'model-header-invalid', fileOf(goodHeader.replace('"h":', '"s":'))],
    ['key-twice-escaped', 'model-header-invalid', fileOf(goodHeader.replace('"h":', '"\\u0073":'))],
    ['prototype-key', 'model-header-invalid', fileOf(goodHeader.replace('"h":', '"__proto__":'))],
    [
      'metadata-a-number',
      'model-header-invalid',
      fileOf(withHeader((h) => (h['__metadata__']!['x'] = 1))),
    ],
    [
      'tensor-a-string',
      'model-header-invalid',
      fileOf(goodHeader.replace(/"h":\{[^}]*\}/, '"h":"x"')),
    ],
    ['tensor-with-path', 'model-header-invalid', withTensor((t) => (t['path'] = '/etc/passwd'))],
    ['offsets-reversed', 'model-header-invalid', withTensor((t) => (t['data_offsets'] = [24, 12]))],
    ['offsets-negative', 'model-header-invalid', withTensor((t) => (t['data_offsets'] = [-12, 0]))],
    [
      'offsets-fraction',
      'model-header-invalid',
      withTensor((t) => (t['data_offsets'] = [12.5, 24.5])),
    ],
    [
      'offsets-three',
      'model-header-invalid',
      withTensor((t) => (t['data_offsets'] = [12, 24, 36])),
    ],
    ['dtype-unknown', 'model-dtype-unknown', withTensor((t) => (t['dtype'] = 'F33'))],
    ['dtype-of-prototype', 'model-dtype-unknown', withTensor((t) => (t['dtype'] = 'toString'))],
    ['shape-negative', 'model-shape-invalid', withTensor((t) => (t['shape'] = [-3]))],
    [
      'shape-overflow',
      'model-shape-invalid',
      withTensor((t) => (t['shape'] = [2 ** 31, 2 ** 31, 2 ** 31])),
    ],
    [
      'shape-nine-sides',
      'model-shape-invalid',
      withTensor((t) => (t['shape'] = [1, 1, 1, 1, 1, 1, 1, 1, 3])),
    ],
    ['shape-a-string', 'model-shape-invalid', withTensor((t) => (t['shape'] = '3'))],
    ['shape-too-large-for-bytes', 'model-tensor-size', withTensor((t) => (t['shape'] = [4]))],
    ['hole', 'model-hole', withTensor((t) => (t['data_offsets'] = [13, 25]))],
    ['overlap', 'model-overlap', withTensor((t) => (t['data_offsets'] = [11, 23]))],
    ['bytes-appended', 'model-trailing-bytes', fileOf(goodHeader, Uint8Array.of(...goodData, 0))],
    [
      'digest-missing',
      'model-digest-mismatch',
      fileOf(withHeader((h) => delete h['__metadata__']!['digest'])),
    ],
    ['bit-of-data-flipped', 'model-digest-mismatch', flipped(good.length - 3)],
    [
      'bit-of-digest-flipped',
      'model-digest-mismatch',
      flipped(8 + goodHeader.indexOf('sha256:') + 10),
    ],
    [
      'description-missing',
      'model-description-invalid',
      fileOf(withHeader((h) => delete h['__metadata__']!['onebit'])),
    ],
    ['version-0', 'model-version-unsupported', withNetwork((n) => (n['formatVersion'] = 0))],
    [
      'version-of-the-future',
      'model-version-unsupported',
      withNetwork((n) => (n['formatVersion'] = 2)),
    ],
    [
      'layer-unknown',
      'model-description-invalid',
      withNetwork((n) => (n['layers'] = [{ op: 'eval' }])),
    ],
    [
      'layer-with-extra-key',
      'model-description-invalid',
      withNetwork((n) => (n['layers'] = [{ op: 'flatten', url: 'x' }])),
    ],
    [
      'layers-do-not-fit',
      'model-description-invalid',
      withNetwork((n) => (n['layers'] = [{ op: 'relu' }])),
    ],
    ['id-a-path', 'model-description-invalid', withNetwork((n) => (n['id'] = '../x'))],
    ['labels-too-few', 'model-description-invalid', withNetwork((n) => (n['labels'] = ['a']))],
    [
      'tensor-missing',
      'model-tensor-missing',
      fileOf(
        withHeader((h) => {
          h['other'] = h['h']!;
          delete h['h'];
        }),
      ),
    ],
    ['tensor-of-other-type', 'model-tensor-missing', withTensor((t) => (t['dtype'] = 'I32'))],
    [
      'tensor-unused',
      'model-tensor-unused',
      fileOf(withHeader((h) => (h['more'] = { dtype: 'U8', shape: [0], data_offsets: [30, 30] }))),
    ],
    [
      'padding-bit-set',
      'model-padding-bits',
      fileOf(
        withHeader(() => undefined),
        goodData.map((b, at) => (at === 25 ? b | 4 : b)),
      ),
    ],
  ] satisfies [string, ErrorCode, Uint8Array][]
).map(([name, code, bad]) => ({ name, code, bad, good }));
