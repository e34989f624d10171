import { type MakeOnnxSession, onnxRuntime } from '../peers/onnx-runtime.ts';
import { PeerProcess } from '../peers/peer-process.ts';
import { ensurePeers } from '../peers/peers-folder.ts';
import { type BenchmarkOptions, type PeerStatus, type Report, defaultSeed } from '../report.ts';
import { type CaseResult, type Entry, compareEntries, runCases } from '../run-cases.ts';
import { type KernelCase, kernelCases, makeOperands, shapeOf } from './cases.ts';
import { onebitKernel } from './onebit-contender.ts';
import { onnxEntries, processEntry } from './peer-contenders.ts';

interface Peers {
  readonly onnx: MakeOnnxSession | undefined;
  readonly processes: readonly (readonly [name: string, process: PeerProcess])[];
  readonly statuses: readonly PeerStatus[];
}

async function gatherPeers(options: BenchmarkOptions): Promise<Peers> {
  const problem = await ensurePeers(options.install ?? true, options.signal);
  const { loaded, make } = await onnxRuntime(problem);
  const python = await PeerProcess.python(['numpy']);
  const tensorFlow = await PeerProcess.tensorFlow(problem);
  return {
    onnx: make,
    processes: [python, tensorFlow].flatMap(({ process, statuses: [status] }) =>
      process && status?.status === 'present' ? [[status.name, process] as const] : [],
    ),
    statuses: [loaded.status, ...python.statuses, ...tensorFlow.statuses],
  };
}

async function runCase(
  one: KernelCase,
  peers: Peers,
  options: BenchmarkOptions,
): Promise<CaseResult> {
  const operands = makeOperands(one, options.seed ?? defaultSeed);
  const { contender: ours, expected } = onebitKernel(one, operands);
  const entries: Entry[] = peers.onnx ? onnxEntries(peers.onnx, one, operands, expected) : [];
  for (const [name, process] of peers.processes) {
    entries.push(
      await processEntry(name, process, one, operands, expected).catch((error: Error): Entry => ({
        name,
        reason: error.message,
      })),
    );
  }
  return compareEntries(one.work, shapeOf(one), ours, entries, options);
}

/**
 * Times binary products and whole binary layers against ONNX Runtime (8 bits and floats), OpenBLAS
 * and TensorFlow.js, as far as they are on this machine.
 *
 * @throws the signal's reason when aborted
 */
export async function benchmarkKernels(options: BenchmarkOptions = {}): Promise<Report> {
  const peers = await gatherPeers(options);
  return runCases(
    {
      name: 'kernels',
      cases: kernelCases(options.quick ?? false),
      peers: peers.statuses,
      describe: (one) => `${one.work} ${shapeOf(one)}`,
      run: (one) => runCase(one, peers, options),
      stop: () => peers.processes.forEach(([, process]) => process.stop()),
    },
    options,
  );
}
