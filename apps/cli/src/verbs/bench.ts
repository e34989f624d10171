import {
  type BenchmarkOptions,
  type Report,
  benchmarkKernels,
  benchmarkMorphology,
  benchmarkNetworks,
  benchmarkServices,
  benchmarkTraining,
  formatReport,
} from '@onebit/benchmarks';
import { exitCodes } from '../exit-codes.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';
import { startServices } from './start-services.ts';

const benchmarks: Readonly<Record<string, (options: BenchmarkOptions) => Promise<Report>>> = {
  kernels: benchmarkKernels,
  morphology: benchmarkMorphology,
  networks: benchmarkNetworks,
  services: (options) => benchmarkServices({ ...options, start: startServices }),
  training: benchmarkTraining,
};

/** `onebit bench NAME`: a table on standard output, or the whole report with --json. */
export async function bench(
  name: string,
  options: BenchmarkOptions & { readonly json?: boolean },
): Promise<void> {
  const { json = false, ...given } = options;
  const line = progressLine();
  const report = await benchmarks[name]!({
    ...given,
    signal: interruptSignal(),
    onProgress: ({ done, total, doing }) => line.show(done / total, doing),
  });
  line.clear();
  process.stdout.write(`${json ? JSON.stringify(report) : formatReport(report)}\n`);
  // A peer with another result than ours means that one of the two is wrong.
  if (report.refused.length > 0) process.exitCode = exitCodes.failed;
}
