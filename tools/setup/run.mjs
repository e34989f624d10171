import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Runs a program in the workspace and rejects when it fails. What it prints goes to our standard
 * error, because standard output belongs to the command that asked for the set-up.
 */
export function run(program, words, { env = process.env, stdout = 2 } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd: root, env, stdio: [0, stdout, 2] });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new SetupError(`${program} ${words.join(' ')}`, signal ?? code));
    });
  });
}

/** Runs a program like {@link run}, but shows what it printed only when it fails. */
export function runQuietly(program, words, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const printed = [];
    const child = spawn(program, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => printed.push(chunk));
    child.stderr.on('data', (chunk) => printed.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      process.stderr.write(Buffer.concat(printed));
      reject(new SetupError(`${program} ${words.join(' ')}`, signal ?? code));
    });
  });
}

/** A step of the set-up failed; its own output, already printed, says why. */
export class SetupError extends Error {
  constructor(command, how) {
    super(`Set-up stopped: "${command}" ended with ${how}.`);
    this.exitCode = typeof how === 'number' ? how : 1;
  }
}
