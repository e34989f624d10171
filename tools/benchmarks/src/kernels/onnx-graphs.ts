import type { OnnxGraph, OnnxTensor } from '../peers/onnx-model.ts';
import type { KernelCase, Operands } from './cases.ts';

/** A graph for ONNX Runtime with the input in the form that the graph wants. */
export interface OnnxCandidate {
  readonly method: string;
  readonly graph: OnnxGraph;
  readonly input: ArrayBufferView;
}

const scalar = (name: string, type: 'uint8' | 'int8', value: number): OnnxTensor => ({
  name,
  type,
  shape: [],
  data: type === 'uint8' ? Uint8Array.of(value) : Int8Array.of(value),
});
const number = (name: string, value: number): OnnxTensor => ({
  name,
  type: 'float32',
  shape: [],
  data: Float32Array.of(value),
});

/** K x N weights, as the operators of ONNX multiply from the right. */
function transposed({ n, k }: KernelCase, weights: Int8Array): Int8Array {
  const out = new Int8Array(k * n);
  for (let column = 0; column < n; column++) {
    for (let place = 0; place < k; place++) out[place * n + column] = weights[column * k + place]!;
  }
  return out;
}

/** The bare product: int8 two ways and float32. */
function products(one: KernelCase, { activations, weights }: Operands): OnnxCandidate[] {
  const { m, n, k } = one;
  const b = transposed(one, weights);
  const integer = (method: string, zeroPoints: OnnxTensor[], data: OnnxTensor): OnnxCandidate => ({
    method,
    graph: {
      nodes: [
        {
          operator: 'MatMulInteger',
          inputs: ['a', 'b', ...zeroPoints.map(({ name }) => name)],
          output: 'c',
        },
      ],
      initializers: [data, ...zeroPoints],
      inputs: [{ name: 'a', type: 'uint8', shape: [m, k] }],
      outputs: [{ name: 'c', type: 'int32', shape: [m, n] }],
    },
    input: Uint8Array.from(activations, (value) => (value >= 0 ? 2 : 0)),
  });
  const zeroA = scalar('a-zero', 'uint8', 1);
  return [
    integer('MatMulInteger u8 x s8', [zeroA], {
      name: 'b',
      type: 'int8',
      shape: [k, n],
      data: b,
    }),
    integer('MatMulInteger u8 x u8', [zeroA, scalar('b-zero', 'uint8', 1)], {
      name: 'b',
      type: 'uint8',
      shape: [k, n],
      data: Uint8Array.from(b, (sign) => sign + 1),
    }),
  ];
}

function floatProduct(one: KernelCase, { activations, weights }: Operands): OnnxCandidate {
  const { m, n, k } = one;
  return {
    method: 'MatMul f32',
    graph: {
      nodes: [{ operator: 'MatMul', inputs: ['a', 'b'], output: 'c' }],
      initializers: [
        {
          name: 'b',
          type: 'float32',
          shape: [k, n],
          data: Float32Array.from(transposed(one, weights)),
        },
      ],
      inputs: [{ name: 'a', type: 'float32', shape: [m, k] }],
      outputs: [{ name: 'c', type: 'float32', shape: [m, n] }],
    },
    input: Float32Array.from(activations, (value) => (value >= 0 ? 1 : -1)),
  };
}

/** Any float turns to 0 or 255 when it is quantised with so small a step: its sign. */
const TINY = 1e-30;

/**
 * The whole layer in 8 bits. QuantizeLinear with a tiny step gives u = 255 for values >= 0 and 0
 * below, so with the weights of falling columns turned over
 *
 *   acc = sum of u * w = 255 * (sum of w where the activation is positive)
 *   dot = 2 * acc / 255 - sum of w
 *   dot >= mean  <=>  acc >= 127.5 * (mean + sum of w)
 *
 * whose right side never is a whole number, because mean + sum of w is odd. Either the runtime's
 * fused operator (QGemm: product, bias, requantisation) or its operators one by one.
 */
function integerLayers(one: KernelCase, operands: Operands): OnnxCandidate[] {
  const { m, n, k } = one;
  const turned = operands.weights.map(
    (sign, index) => sign * (operands.scale[Math.floor(index / k)]! < 0 ? -1 : 1),
  );
  const bound = Float64Array.from({ length: n }, (_, column) => {
    let sum = 0;
    for (let place = 0; place < k; place++) sum += turned[column * k + place]!;
    return 127.5 * (sum + operands.mean[column]! * (operands.scale[column]! < 0 ? -1 : 1));
  });
  const b: OnnxTensor = { name: 'b', type: 'int8', shape: [k, n], data: transposed(one, turned) };
  const common = {
    inputs: [{ name: 'x', type: 'float32' as const, shape: [m, k] }],
    outputs: [{ name: 'y', type: 'uint8' as const, shape: [m, n] }],
  };
  const quantise = { operator: 'QuantizeLinear', inputs: ['x', 'tiny', 'zero'], output: 'a' };
  const basics = [number('tiny', TINY), scalar('zero', 'uint8', 0), b];
  return [
    {
      method: 'QuantizeLinear, QGemm',
      graph: {
        ...common,
        nodes: [
          quantise,
          {
            operator: 'QGemm',
            domain: 'com.microsoft',
            inputs: ['a', 'one', 'zero', 'b', 'one', 'b-zero', 'bias', 'step', 'zero'],
            output: 'y',
          },
        ],
        initializers: [
          ...basics,
          number('one', 1),
          number('step', 1 / 255),
          scalar('b-zero', 'int8', 0),
          {
            name: 'bias',
            type: 'int32',
            shape: [n],
            data: Int32Array.from(bound, (value) => -Math.floor(value)),
          },
        ],
      },
      input: operands.activations,
    },
    {
      method: 'QuantizeLinear, MatMulInteger, Cast, Mul, Add, QuantizeLinear',
      graph: {
        ...common,
        nodes: [
          quantise,
          { operator: 'MatMulInteger', inputs: ['a', 'b', 'zero'], output: 'sums' },
          { operator: 'Cast', inputs: ['sums'], output: 'floats', attributes: { to: 1 } },
          { operator: 'Mul', inputs: ['floats', 'scale'], output: 'scaled' },
          { operator: 'Add', inputs: ['scaled', 'shift'], output: 'normalised' },
          { operator: 'QuantizeLinear', inputs: ['normalised', 'tiny', 'zero'], output: 'y' },
        ],
        initializers: [
          ...basics,
          {
            name: 'scale',
            type: 'float32',
            shape: [n],
            data: operands.scale.map((value) => (2 / 255) * Math.abs(value)),
          },
          {
            name: 'shift',
            type: 'float32',
            shape: [n],
            data: operands.scale.map(
              (value, column) => (-2 / 255) * Math.abs(value) * bound[column]!,
            ),
          },
        ],
      },
      input: operands.activations,
    },
  ];
}

/** The whole layer in floats: batch norm folded into weights and bias. */
function floatLayer(
  one: KernelCase,
  { activations, weights, scale, mean }: Operands,
): OnnxCandidate {
  const { m, n, k } = one;
  const folded = Float32Array.from(
    transposed(one, weights),
    (sign, index) => sign * scale[index % n]!,
  );
  return {
    method: 'Sign, Gemm f32, GreaterOrEqual',
    graph: {
      nodes: [
        { operator: 'Sign', inputs: ['x'], output: 'signs' },
        { operator: 'Gemm', inputs: ['signs', 'b', 'bias'], output: 'normalised' },
        { operator: 'GreaterOrEqual', inputs: ['normalised', 'nought'], output: 'y' },
      ],
      initializers: [
        { name: 'b', type: 'float32', shape: [k, n], data: folded },
        {
          name: 'bias',
          type: 'float32',
          shape: [n],
          data: mean.map((value, column) => -value * scale[column]!),
        },
        number('nought', 0),
      ],
      inputs: [{ name: 'x', type: 'float32', shape: [m, k] }],
      outputs: [{ name: 'y', type: 'bool', shape: [m, n] }],
    },
    input: activations,
  };
}

/** The graphs for a case: the best one of each list stands for ONNX Runtime. */
export function onnxCandidates(
  one: KernelCase,
  operands: Operands,
): Readonly<Record<'onnxruntime int8' | 'onnxruntime f32', OnnxCandidate[]>> {
  return one.work === 'product'
    ? {
        'onnxruntime int8': products(one, operands),
        'onnxruntime f32': [floatProduct(one, operands)],
      }
    : {
        'onnxruntime int8': integerLayers(one, operands),
        'onnxruntime f32': [floatLayer(one, operands)],
      };
}
