/**
 * Writes small ONNX models, so that the peer ONNX Runtime can be given the very graph a benchmark
 * needs. Only what those graphs use: one output per node, dense initializers, a few attributes.
 * Field numbers are those of onnx.proto, the published schema of the format.
 */

/** ONNX's numbers for element types. */
const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, bool: 9 } as const;
export type ElementType = keyof typeof elementTypes;

export interface OnnxTensor {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView;
}

export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number>>;
  /** Operator set; by default ONNX's own. */
  readonly domain?: 'com.microsoft';
}

export interface OnnxValue {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

const utf8 = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** A field of wire type 2: length, then bytes. */
function field(number: number, content: Uint8Array | string): Uint8Array {
  const bytes = typeof content === 'string' ? utf8.encode(content) : content;
  return join([Uint8Array.from([...varint(number * 8 + 2), ...varint(bytes.length)]), bytes]);
}

/** A field of wire type 0. */
const integer = (number: number, value: number): Uint8Array =>
  Uint8Array.from([...varint(number * 8), ...varint(value)]);

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function float(number: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return join([Uint8Array.from(varint(number * 8 + 5)), bytes]);
}

/** Whole numbers are written as integers, all others as floats. */
const attribute = (name: string, value: number): Uint8Array =>
  Number.isInteger(value)
    ? join([field(1, name), integer(3, value), integer(20, 2)])
    : join([field(1, name), float(2, value), integer(20, 1)]);

const node = ({ operator, inputs, output, attributes = {}, domain }: OnnxNode): Uint8Array =>
  join([
    ...inputs.map((name) => field(1, name)),
    field(2, output),
    field(3, `${operator} ${output}`),
    field(4, operator),
    ...Object.entries(attributes).map(([name, value]) => field(5, attribute(name, value))),
    ...(domain === undefined ? [] : [field(7, domain)]),
  ]);

const tensor = ({ name, type, shape, data }: OnnxTensor): Uint8Array =>
  join([
    ...shape.map((size) => integer(1, size)),
    integer(2, elementTypes[type]),
    field(8, name),
    field(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]);

const value = ({ name, type, shape }: OnnxValue): Uint8Array => {
  const dimensions = join(shape.map((size) => field(1, integer(1, size))));
  const tensorType = join([integer(1, elementTypes[type]), field(2, dimensions)]);
  return join([field(1, name), field(2, field(1, tensorType))]);
};

const operatorSet = (domain: string, version: number): Uint8Array =>
  join([field(1, domain), integer(2, version)]);

/** The bytes of a model with one graph. */
export function onnxModel(graph: OnnxGraph): Uint8Array {
  const body = join([
    ...graph.nodes.map((one) => field(1, node(one))),
    field(2, 'benchmark'),
    ...graph.initializers.map((one) => field(5, tensor(one))),
    ...graph.inputs.map((one) => field(11, value(one))),
    ...graph.outputs.map((one) => field(12, value(one))),
  ]);
  return join([
    integer(1, 9),
    field(7, body),
    field(8, operatorSet('', 17)),
    field(8, operatorSet('com.microsoft', 1)),
  ]);
}
