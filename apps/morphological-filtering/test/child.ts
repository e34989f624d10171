import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The service in a process of its own, as `node` runs the built package. */
export interface Child {
  readonly process: ChildProcess;
  readonly address: string;
}

/** Lines of the child before and after the service starts. */
export interface ChildOptions {
  readonly before?: string;
  readonly limits?: Record<string, number>;
}

/** Starts the service in a child process and waits for its address. */
export async function startChild({ before = '', limits = {} }: ChildOptions = {}): Promise<Child> {
  const program = `
    import { stopOnSignals } from '@onebit/http-service';
    import { startMorphologicalFiltering } from '@onebit/morphological-filtering';
    ${before}
    const service = await startMorphologicalFiltering({
      port: 0,
      limits: ${JSON.stringify(limits)},
    });
    stopOnSignals(service);
    console.log(service.address);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: new URL('..', import.meta.url),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`The service ended with ${String(code)} before it was ready.`);
  });
  const line = once(createInterface(child.stdout), 'line') as Promise<[string]>;
  const [address] = await Promise.race([line, died]);
  died.catch(() => undefined);
  return { process: child, address };
}

/** Sends a signal and gives the exit code. */
export async function stopChild(child: Child, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child.process, 'exit') as Promise<[number | null]>;
  child.process.kill(signal);
  return (await exit)[0];
}

/** Resident memory of the child, in bytes, as its own metrics tell. */
export async function residentBytes({ address }: Child): Promise<number> {
  const metrics = await (await fetch(`${address}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)![1]);
}
