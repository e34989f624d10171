import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { PeerStatus } from '../report.ts';
import { peersFolder } from './peers-folder.ts';

/** The answer of the Python process to one command. */
type Answer = Record<string, unknown> & { readonly error?: string };

/** Interpreters that may hold the native peers: the system's one is where Debian puts them. */
const interpreters = [process.env['ONEBIT_BENCH_PYTHON'], '/usr/bin/python3', 'python3'].filter(
  (path): path is string => path !== undefined && path !== '',
);

/**
 * A long-lived Python process with the native peers. One command is under way at a time; while it
 * works this process sleeps, so the two never compete for a core.
 */
export class PythonProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: ((answer: Answer) => void)[] = [];
  #ended: string | undefined;
  #lastWords = '';

  private constructor(interpreter: string) {
    this.#child = spawn(interpreter, ['-B', `${peersFolder}python/peer.py`], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#answers.shift()?.(JSON.parse(line) as Answer),
    );
    this.#child.stderr.on('data', (data: Buffer) => {
      this.#lastWords = (this.#lastWords + data.toString()).slice(-500);
    });
    const end = (why: string) => {
      this.#ended ??= why;
      for (const answer of this.#answers.splice(0)) answer({ error: why });
    };
    this.#child.on('error', (error) => end(error.message));
    this.#child.on('close', (code) =>
      end(`the Python process ended with ${code}: ${this.#lastWords.trim()}`),
    );
    this.#child.stdin.on('error', () => undefined);
  }

  /**
   * Starts the process and asks which libraries it has.
   *
   * @param libraries - names the process knows: opencv, scikit-image, scipy, leptonica, numpy
   */
  static async start(
    libraries: readonly string[],
  ): Promise<{ python: PythonProcess | undefined; statuses: PeerStatus[] }> {
    const interpreter = interpreters.find((path) => !path.startsWith('/') || existsSync(path));
    const missing = (reason: string) => ({
      python: undefined,
      statuses: libraries.map((name): PeerStatus => ({ name, status: 'missing', reason })),
    });
    if (interpreter === undefined) return missing('no Python 3 on this machine');
    const python = new PythonProcess(interpreter);
    try {
      const answer = await python.ask({ command: 'hello', libraries });
      const found = answer['libraries'] as Record<string, { version?: string; reason?: string }>;
      return {
        python,
        statuses: libraries.map((name): PeerStatus => {
          const { version, reason } = found[name]!;
          return version === undefined
            ? { name, status: 'missing', reason: reason ?? 'unknown' }
            : { name, status: 'present', version };
        }),
      };
    } catch (error) {
      python.stop();
      return missing((error as Error).message);
    }
  }

  /** Sends a command, with raw bytes after it where it carries data, and waits for the answer. */
  async ask(command: Record<string, unknown>, payload?: Uint8Array): Promise<Answer> {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    const answered = new Promise<Answer>((resolve) => this.#answers.push(resolve));
    const { stdin } = this.#child;
    stdin.write(`${JSON.stringify({ ...command, bytes: payload?.byteLength ?? 0 })}\n`);
    if (payload && !stdin.write(payload)) await Promise.race([once(stdin, 'drain'), answered]);
    const answer = await answered;
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  }

  /** Times a task that was defined before: milliseconds a run. */
  async time(task: string, repeats: number): Promise<number> {
    return (await this.ask({ command: 'time', task, repeats }))['ms'] as number;
  }

  stop(): void {
    this.#ended ??= 'stopped';
    this.#child.stdin.end();
    this.#child.kill();
  }
}
