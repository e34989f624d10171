import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A suite that runs as `npm start` runs it, on a port of its own. */
export interface RunningSuite {
  readonly address: string;
  stop(): Promise<void>;
}

const launcher = fileURLToPath(new URL('../../../tools/setup/start.mjs', import.meta.url));

/** Starts the built services and the built web UI; says what was printed where that fails. */
export async function runSuite(): Promise<RunningSuite> {
  const suite = spawn(process.execPath, [launcher], {
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed: string[] = [];
  createInterface(suite.stderr).on('line', (line) => printed.push(line));
  const stop = async () => {
    if (suite.exitCode !== null) return;
    const ended = once(suite, 'exit');
    suite.kill('SIGTERM');
    await ended;
  };
  for await (const line of createInterface(suite.stdout)) {
    printed.push(line);
    const address = /https?:\/\/\S+/.exec(line)?.[0];
    if (address) return { address, stop };
  }
  throw new Error(`The suite ended before it was ready:\n${printed.join('\n')}`);
}
