import type { ColumnThresholds } from '@onebit/bitwise-kernels';
import { BinaryProduct, BitMatrix, foldBatchNorm, packSigns } from '@onebit/bitwise-kernels';
import { type Contender, inProcess } from '../contender.ts';
import { type KernelCase, type Operands, cellByDefinition } from './cases.ts';

/** Our way of doing a case with its result as whole numbers. */
export interface OnebitKernel {
  readonly contender: Contender;
  readonly expected: Int32Array;
}

/** Calls until a product has settled on the method that is best on this machine. */
const CALLS_TO_SETTLE = 30;

function prepare(
  one: KernelCase,
  operands: Operands,
): { work: () => Int32Array | BitMatrix; product: BinaryProduct; dispose: () => void } {
  const { m, n, k } = one;
  const weights = BitMatrix.fromBytes(
    n,
    k,
    Uint8Array.from(operands.weights, (sign) => (sign > 0 ? 1 : 0)),
  );
  const product = BinaryProduct.prepare(weights);
  weights.dispose();
  if (one.work === 'product') {
    const signs = packSigns(operands.activations, m, k);
    const out = new Int32Array(m * n);
    return {
      product,
      work: () => product.toInt32(signs, out),
      dispose: () => signs.dispose(),
    };
  }
  const thresholds: ColumnThresholds = foldBatchNorm({
    mean: operands.mean,
    variance: new Float32Array(n).fill(1),
    gamma: operands.scale,
    epsilon: 0,
  });
  const bits = BitMatrix.create(m, n);
  return {
    product,
    work: () => product.toBits(operands.activations, thresholds, bits),
    dispose: () => bits.dispose(),
  };
}

/**
 * Our contender for a case, its result checked by definition on cells spread over the matrix.
 *
 * @throws Error when a cell is wrong: then nothing may be timed
 */
export function onebitKernel(one: KernelCase, operands: Operands): OnebitKernel {
  const { product, work, dispose } = prepare(one, operands);
  let result = work();
  for (let call = 0; call < CALLS_TO_SETTLE && !product.planFor(one.m).measured; call++) {
    result = work();
  }
  const expected =
    result instanceof BitMatrix ? Int32Array.from(result.toBytes()) : Int32Array.from(result);
  const step = Math.max(1, Math.floor(expected.length / 500));
  for (let cell = 0; cell < expected.length; cell += step) {
    const [row, column] = [Math.floor(cell / one.n), cell % one.n];
    const right = cellByDefinition(one, operands, row, column);
    if (expected[cell] !== right) {
      throw new Error(
        `Onebit is wrong at ${row}, ${column}: ${expected[cell]} instead of ${right}`,
      );
    }
  }
  return {
    expected,
    contender: {
      ...inProcess('Onebit', product.planFor(one.m).method, work),
      dispose: () => {
        dispose();
        product.dispose();
      },
    },
  };
}
