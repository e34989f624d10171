import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What a user runs: in a clone it first makes sure that the build is up to date. */
export const launcher = fileURLToPath(new URL('../bin/onebit.mjs', import.meta.url));
/** What the launcher runs then. */
const built = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Runs the built command in a folder, with bytes on its standard input. */
export function onebit(
  words: readonly string[],
  cwd: string,
  stdin?: Uint8Array,
  entry: string = built,
): Promise<Finished> {
  const child = spawn(process.execPath, [entry, ...words], { cwd });
  const stdout: Buffer[] = [];
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => stdout.push(data));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  // A command that refuses its words ends without reading its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? new Uint8Array(0));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: Buffer.concat(stdout), stderr }));
  });
}

/** Starts the built command and leaves it running; `firstLine` is its first line of output. */
export function onebitRunning(words: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, [built, ...words], {
    env: { ...process.env, ...environment },
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (data: Buffer) => {
      text += data.toString();
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('close', (code) => reject(new Error(`ended with ${code} before its first line`)));
  });
  // A command that fails before its first line is told by `ended`.
  firstLine.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, firstLine, ended };
}
