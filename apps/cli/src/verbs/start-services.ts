import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { RunningServices } from '@onebit/benchmarks';

const program = fileURLToPath(new URL('../main.js', import.meta.url));

/** Starts all services on a free port, in a process of their own. */
export async function startServices(): Promise<RunningServices> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  for await (const line of createInterface(child.stdout)) {
    const address = /ready at (\S+)/.exec(line)?.[1];
    if (address !== undefined) return { address, stop };
  }
  throw new Error('The services ended before they were ready.');
}
