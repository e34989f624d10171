import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';

/** The machine a report was made on: enough to tell whether two reports may be compared. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly os: string;
  /** Vector instructions that products of integers and floats gain from, where they are known. */
  readonly instructions: readonly string[];
}

export function describeMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model.trim() ?? 'unknown',
    cores: cores.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${platform()} ${release()} ${arch()}`,
    instructions: vectorInstructions(),
  };
}

/** Only Linux tells in a file; elsewhere the name of the processor has to do. */
function vectorInstructions(): string[] {
  if (platform() !== 'linux') return [];
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
  const present = new Set(flags?.trim().split(/\s+/));
  return [
    'avx2',
    'avx_vnni',
    'avx512f',
    'avx512_vnni',
    'amx_int8',
    'asimd',
    'asimddp',
    'i8mm',
  ].filter((name) => present.has(name));
}
