import { createHash } from 'node:crypto';
import { inProcess } from '../contender.ts';
import type { MakeOnnxSession } from '../peers/onnx-runtime.ts';
import type { PeerProcess } from '../peers/peer-process.ts';
import type { Entry } from '../run-cases.ts';
import type { KernelCase, Operands } from './cases.ts';
import { onnxCandidates } from './onnx-graphs.ts';

/** ONNX Runtime's best graph of each kind with our result. */
export function onnxEntries(
  make: MakeOnnxSession,
  one: KernelCase,
  operands: Operands,
  expected: Int32Array,
): Entry[] {
  return Object.entries(onnxCandidates(one, operands)).map(([name, candidates]): Entry => {
    const exact = candidates
      .map(({ method, graph, input }) => ({ method, session: make(graph, input) }))
      .filter(({ session }) => {
        const values = session.run();
        // A layer answers true, 1 or 255 for a set bit.
        const equal =
          one.work === 'product'
            ? expected.every((value, index) => value === values[index])
            : expected.every((bit, index) => (bit === 1) === Boolean(values[index]));
        if (!equal) session.dispose();
        return equal;
      })
      .map(({ method, session }) => {
        const start = performance.now();
        for (let turn = 0; turn < 3; turn++) session.run();
        return { method, session, took: performance.now() - start };
      })
      .sort((a, b) => a.took - b.took);
    const [best, ...others] = exact;
    for (const { session } of others) session.dispose();
    if (!best) return { name, reason: 'no graph of it gives our result' };
    return {
      ...inProcess(name, best.method, () => best.session.run()),
      dispose: () => best.session.dispose(),
    };
  });
}

/** Sends the operands to a process, as floats: K x N weights, and what its work needs besides. */
async function sendOperands(
  process: PeerProcess,
  one: KernelCase,
  { activations, weights, scale, mean }: Operands,
): Promise<void> {
  const { m, n, k } = one;
  const send = (name: string, shape: readonly number[], data: Float32Array) =>
    process.ask({ command: 'operand', name, type: '<f4', shape }, data);
  const signs = (): Float32Array => activations.map((value) => (value >= 0 ? 1 : -1));
  await send('a', [m, k], one.work === 'product' ? signs() : activations);
  const turned = new Float32Array(k * n);
  for (let column = 0; column < n; column++) {
    for (let place = 0; place < k; place++)
      turned[place * n + column] = weights[column * k + place]!;
  }
  await send('b', [k, n], turned);
  await send('scale', [n], scale);
  await send(
    'shift',
    [n],
    mean.map((value, column) => -value * scale[column]!),
  );
}

/** A peer in a process of its own, if its result is ours. */
export async function processEntry(
  name: string,
  process: PeerProcess,
  one: KernelCase,
  operands: Operands,
  expected: Int32Array,
): Promise<Entry> {
  await sendOperands(process, one, operands);
  const answer = await process.ask({
    command: 'define',
    work: one.work,
    task: 'kernel',
    a: 'a',
    b: 'b',
    scale: 'scale',
    shift: 'shift',
    transposeA: false,
    transposeB: false,
    expected: createHash('sha256').update(new Uint8Array(expected.buffer)).digest('hex'),
  });
  const method = answer['method'] as string | null;
  if (method === null) return { name, reason: 'its result differs from ours' };
  return {
    name,
    method,
    time: (repeats) => process.time('kernel', repeats),
    dispose: async () => {
      await process.ask({ command: 'forget', task: 'kernel' });
      await process.ask({ command: 'forget-operands' });
    },
  };
}
