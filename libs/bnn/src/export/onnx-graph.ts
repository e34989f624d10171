import { ProtobufWriter } from './protobuf.ts';

/** Element types by their number in ONNX's TensorProto. */
const ELEMENT = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 } as const;

/** The name of an ONNX element type. */
export type OnnxElement = keyof typeof ELEMENT;

/** An attribute of a node: a whole number, several, or text. */
export type OnnxAttribute = number | readonly number[] | string;

/** The opset whose operators are used, and the file version that goes with it. */
const OPSET = 13;
const IR_VERSION = 7;

/** Collects nodes and constants of a graph and writes an ONNX file. */
export class OnnxGraph {
  readonly #nodes: Uint8Array[] = [];
  readonly #constants: Uint8Array[] = [];
  #names = 0;

  /** Adds a node with one output and returns the output's name. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output = `v${this.#names++}`,
  ): string {
    const node = new ProtobufWriter();
    for (const input of inputs) node.text(1, input);
    node.text(2, output).text(4, operator);
    for (const [name, value] of Object.entries(attributes)) node.bytes(5, attribute(name, value));
    this.#nodes.push(node.finish());
    return output;
  }

  /** Adds a constant tensor and returns its name. */
  constant(
    element: OnnxElement,
    shape: readonly number[],
    values: Uint8Array | Int8Array | Int32Array | BigInt64Array | Float32Array,
  ): string {
    const name = `c${this.#names++}`;
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const tensor = new ProtobufWriter().integers(1, shape).integer(2, ELEMENT[element]);
    this.#constants.push(tensor.text(8, name).bytes(9, raw).finish());
    return name;
  }

  /** Adds a constant list of whole numbers, as shapes, axes and paddings are given. */
  integers(values: readonly number[]): string {
    return this.constant(
      'int64',
      [values.length],
      BigInt64Array.from(values, (v) => BigInt(v)),
    );
  }

  /** Writes the file of a graph with one input and one output, both with a free batch size. */
  finish(
    name: string,
    input: { readonly element: OnnxElement; readonly shape: readonly number[] },
    output: { readonly name: string; readonly shape: readonly number[] },
  ): Uint8Array {
    const graph = new ProtobufWriter();
    for (const node of this.#nodes) graph.bytes(1, node);
    graph.text(2, name);
    for (const constant of this.#constants) graph.bytes(5, constant);
    graph.bytes(11, valueInfo('input', input.element, input.shape));
    graph.bytes(12, valueInfo(output.name, 'float', output.shape));
    return new ProtobufWriter()
      .integer(1, IR_VERSION)
      .text(2, 'onebit')
      .bytes(7, graph.finish())
      .bytes(8, new ProtobufWriter().text(1, '').integer(2, OPSET).finish())
      .finish();
  }
}

function attribute(name: string, value: OnnxAttribute): Uint8Array {
  const writer = new ProtobufWriter().text(1, name);
  if (typeof value === 'string') return writer.text(4, value).integer(20, 3).finish();
  if (typeof value === 'number') return writer.integer(3, value).integer(20, 2).finish();
  return writer.integers(8, value).integer(20, 7).finish();
}

function valueInfo(name: string, element: OnnxElement, shape: readonly number[]): Uint8Array {
  const dimensions = new ProtobufWriter().bytes(1, new ProtobufWriter().text(2, 'batch').finish());
  for (const side of shape) dimensions.bytes(1, new ProtobufWriter().integer(1, side).finish());
  const tensor = new ProtobufWriter().integer(1, ELEMENT[element]).bytes(2, dimensions.finish());
  const type = new ProtobufWriter().bytes(1, tensor.finish());
  return new ProtobufWriter().text(1, name).bytes(2, type.finish()).finish();
}
