export { benchmarkKernels } from './kernels/benchmark.ts';
export { benchmarkMorphology } from './morphology/benchmark.ts';
export { benchmarkNetworks } from './networks/benchmark.ts';
export { benchmarkServices, type RunningServices } from './services/benchmark.ts';
export { benchmarkTraining } from './training/benchmark.ts';
export type {
  BenchmarkOptions,
  BenchmarkProgress,
  PeerStatus,
  Refusal,
  Report,
  Row,
} from './report.ts';
export { defaultSeed } from './report.ts';
export type { Machine } from './machine.ts';
export type { Timing } from './statistics.ts';
export { align, formatReport } from './table.ts';
