import { arch, availableParallelism, cpus, freemem, platform, release, totalmem } from 'node:os';
import { selectedKernels } from '@onebit/bitwise-kernels';
import { findChromium } from '../doctor/chromium.ts';
import { testImageFormats } from '../doctor/image-formats.ts';
import { optionalPackages } from '../doctor/optional-packages.ts';
import { selfTest } from '../doctor/self-test.ts';
import { exitCodes } from '../exit-codes.ts';

const gibibytes = (bytes: number): number => Math.round((bytes / 2 ** 30) * 10) / 10;

/** Everything the doctor looks at. */
async function examine() {
  const kernels = selectedKernels();
  const chromium = findChromium();
  const tests = selfTest();
  const images = await testImageFormats();
  return {
    healthy: tests.every(({ failed }) => failed.length === 0) && images.every(({ exact }) => exact),
    node: { version: process.version, v8: process.versions.v8 },
    machine: {
      os: `${platform()} ${release()} ${arch()}`,
      cpu: cpus()[0]?.model.trim() ?? 'unknown',
      cores: availableParallelism(),
      memoryGiB: gibibytes(totalmem()),
      freeMemoryGiB: gibibytes(freemem()),
    },
    kernels: {
      variant: kernels.variant,
      reason: kernels.reason,
      sharedMemory: typeof SharedArrayBuffer === 'function',
    },
    packages: optionalPackages(),
    chromium: chromium ?? null,
    images,
    selfTest: tests,
  };
}

/** `onebit doctor`: what this machine offers, and whether the kernels are right on it. */
export async function doctor({ json = false }: { readonly json?: boolean }): Promise<void> {
  const found = await examine();
  if (json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else process.stdout.write(`${lines(found).join('\n')}\n`);
  if (!found.healthy) process.exitCode = exitCodes.failed;
}

function lines(found: Awaited<ReturnType<typeof examine>>): string[] {
  const { node, machine, kernels, packages, chromium, images, selfTest: tests } = found;
  const table: [string, string][] = [
    ['Node', `${node.version} (V8 ${node.v8})`],
    ['System', machine.os],
    ['Processor', `${machine.cpu}, ${machine.cores} cores`],
    ['Memory', `${machine.memoryGiB} GiB, ${machine.freeMemoryGiB} GiB free`],
    ['Kernels', `${kernels.variant}: ${kernels.reason}`],
    ['Shared memory', kernels.sharedMemory ? 'yes: threads are possible' : 'no: one thread'],
    ['Chromium', chromium ?? 'not found: browser tests are skipped (set CHROMIUM_PATH)'],
    ...packages.map(({ name, present, version, usedFor }): [string, string] => [
      name,
      present ? `${version}: ${usedFor}` : `not installed (optional): ${usedFor}`,
    ]),
    ...images.map(({ format, exact, reason }): [string, string] => [
      `Images ${format}`,
      exact ? 'written and read back bit by bit' : `NOT EXACT: ${reason ?? 'other bits came back'}`,
    ]),
    ...tests.map(({ variant, checks, failed }): [string, string] => [
      `Self-test ${variant}`,
      failed.length === 0
        ? `${checks} of ${checks} results equal the reference`
        : `${failed.length} of ${checks} results DIFFER from the reference: ${failed.join('; ')}`,
    ]),
  ];
  if (tests.length === 0) table.push(['Self-test', 'only the reference kernels run here']);
  const width = Math.max(...table.map(([name]) => name.length));
  return table.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
