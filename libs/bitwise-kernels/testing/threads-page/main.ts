import { BinaryProduct, BitMatrix, KernelThreads } from '../../src/index.ts';

/** A product on a pool, as a page uses it: what the pool says, and whether the bits are right. */
async function run() {
  const pool = await KernelThreads.start({ threads: 3, measure: false });
  let state = 20_251;
  const bits = (rows: number, columns: number) =>
    BitMatrix.fromBytes(
      rows,
      columns,
      Uint8Array.from({ length: rows * columns }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return (state >>> 20) & 1;
      }),
    );
  const a = bits(401, 1003);
  const b = bits(333, 1003);
  const product = pool.prepare(b);
  const expected = BinaryProduct.prepare(b).toInt32(a);
  let equal = true;
  for (let again = 0; again < 20; again++) {
    equal &&= product.toInt32(a).every((value, at) => value === expected[at]);
  }
  const { threads, reason } = pool.state;
  const plan = product.planFor(401).threads;
  pool.dispose();
  return { threads, reason, plan, equal };
}

void run().then((result) => Object.assign(globalThis, { result }));
