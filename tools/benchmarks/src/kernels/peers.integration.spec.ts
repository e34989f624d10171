import { describe, expect, it } from 'vitest';
import { onnxRuntime } from '../peers/onnx-runtime.ts';
import { PeerProcess, type Started } from '../peers/peer-process.ts';
import { ensurePeers } from '../peers/peers-folder.ts';
import { type KernelCase, cellByDefinition, makeOperands } from './cases.ts';
import { onnxCandidates } from './onnx-graphs.ts';
import { processEntry } from './peer-contenders.ts';

const cases: KernelCase[] = [
  { work: 'product', m: 3, n: 5, k: 17 },
  { work: 'layer', m: 7, n: 9, k: 33 },
  { work: 'layer', m: 4, n: 16, k: 64 },
];

const byDefinition = (one: KernelCase): Int32Array => {
  const operands = makeOperands(one, 3);
  return Int32Array.from({ length: one.m * one.n }, (_, cell) =>
    cellByDefinition(one, operands, Math.floor(cell / one.n), cell % one.n),
  );
};

describe('the peers of the kernels', async () => {
  const problem = await ensurePeers(false);
  const { make } = await onnxRuntime(problem);

  it.for(cases)('every graph for ONNX Runtime gives %j by its definition', (one, { skip }) => {
    if (!make) return skip(`onnxruntime-node: ${problem}`);
    const expected = byDefinition(one);
    for (const candidates of Object.values(onnxCandidates(one, makeOperands(one, 3)))) {
      for (const { method, graph, input } of candidates) {
        const session = make(graph, input);
        const values = Array.from(session.run(), Number);
        const seen = one.work === 'product' ? values : values.map((value) => (value ? 1 : 0));
        expect(seen, method).toEqual([...expected]);
        session.dispose();
      }
    }
  });

  const processes: [string, () => Promise<Started>][] = [
    ['numpy', () => PeerProcess.python(['numpy'])],
    ['tfjs-wasm', () => PeerProcess.tensorFlow(problem)],
  ];
  it.for(processes)(
    '%s gives every case by its definition, and a wrong one is caught',
    async ([name, start], { skip }) => {
      const { process, statuses } = await start();
      skip(statuses[0]!.status === 'missing', `${name}: ${statuses[0]!.reason}`);
      try {
        for (const one of cases) {
          const operands = makeOperands(one, 3);
          const right = byDefinition(one);
          expect(await processEntry(name, process!, one, operands, right)).toHaveProperty('time');
          const wrong = right.map((value, index) => (index === 2 ? value + 1 : value));
          expect(await processEntry(name, process!, one, operands, wrong)).toHaveProperty('reason');
        }
      } finally {
        process!.stop();
      }
    },
  );
});
