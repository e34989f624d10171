import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { PeerStatus } from '../report.ts';
import { peersFolder } from './peers-folder.ts';

/** The answer of a peer process to one command. */
export type Answer = Record<string, unknown> & { readonly error?: string };

/** A process, where it could be started, and which of the wanted libraries it has. */
export interface Started {
  readonly process: PeerProcess | undefined;
  readonly statuses: readonly PeerStatus[];
}

/** Interpreters that may hold the native peers: the system's one is where Debian puts them. */
const pythons = [process.env['ONEBIT_BENCH_PYTHON'], '/usr/bin/python3', 'python3'].filter(
  (path): path is string => path !== undefined && path !== '',
);

/**
 * A long-lived process with peers in it. It takes commands as JSON lines, each followed by as many
 * raw bytes as it announces, and answers each by a JSON line. One command is under way at a time;
 * while it works this process sleeps, so the two never compete for a core.
 */
export class PeerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: ((answer: Answer) => void)[] = [];
  #ended: string | undefined;
  #lastWords = '';

  private constructor(command: string, words: readonly string[]) {
    this.#child = spawn(command, words, { stdio: ['pipe', 'pipe', 'pipe'] });
    createInterface({ input: this.#child.stdout }).on('line', (line) =>
      this.#answers.shift()?.(JSON.parse(line) as Answer),
    );
    this.#child.stderr.on('data', (data: Buffer) => {
      this.#lastWords = (this.#lastWords + data.toString()).slice(-500);
    });
    const end = (why: string): void => {
      this.#ended ??= why;
      for (const answer of this.#answers.splice(0)) answer({ error: why });
    };
    this.#child.on('error', (error) => end(error.message));
    this.#child.on('close', (code) =>
      end(`the process ended with ${code}: ${this.#lastWords.trim()}`),
    );
    // A write to a process that has just ended; the answer already tells why it ended.
    this.#child.stdin.on('error', () => undefined);
  }

  /**
   * Starts the Python process and asks which libraries it has.
   *
   * @param libraries - names it knows: opencv, scikit-image, scipy, leptonica, numpy
   */
  static python(libraries: readonly string[]): Promise<Started> {
    const interpreter = pythons.find((path) => !path.startsWith('/') || existsSync(path));
    return PeerProcess.#start(interpreter ?? 'python3', ['python/peer.py'], libraries, ['-B']);
  }

  /** Starts TensorFlow.js in a process of its own: it installs handlers for uncaught errors. */
  static tensorFlow(problem: string | undefined): Promise<Started> {
    const name = 'tfjs-wasm';
    if (problem !== undefined) {
      const statuses: PeerStatus[] = [{ name, status: 'missing', reason: problem }];
      return Promise.resolve({ process: undefined, statuses });
    }
    return PeerProcess.#start(process.execPath, ['tensorflow/peer.mjs'], [name]);
  }

  static async #start(
    command: string,
    [script, ...words]: readonly [string, ...string[]],
    libraries: readonly string[],
    flags: readonly string[] = [],
  ): Promise<Started> {
    const started = new PeerProcess(command, [...flags, peersFolder + script, ...words]);
    try {
      const answer = await started.ask({ command: 'hello', libraries });
      const found = answer['libraries'] as Record<string, { version?: string; reason?: string }>;
      const statuses = libraries.map((name): PeerStatus => {
        const { version, reason } = found[name]!;
        return version === undefined
          ? { name, status: 'missing', reason: reason ?? 'unknown' }
          : { name, status: 'present', version };
      });
      return { process: started, statuses };
    } catch (error) {
      started.stop();
      const reason = (error as Error).message;
      return {
        process: undefined,
        statuses: libraries.map((name): PeerStatus => ({ name, status: 'missing', reason })),
      };
    }
  }

  /** Sends a command, with raw bytes after it where it carries data, and waits for the answer. */
  async ask(command: Record<string, unknown>, payload?: ArrayBufferView): Promise<Answer> {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    const answered = new Promise<Answer>((resolve) => this.#answers.push(resolve));
    const { stdin } = this.#child;
    stdin.write(`${JSON.stringify({ ...command, bytes: payload?.byteLength ?? 0 })}\n`);
    if (payload) {
      const bytes = new Uint8Array(payload.buffer, payload.byteOffset, payload.byteLength);
      if (!stdin.write(bytes)) await Promise.race([once(stdin, 'drain'), answered]);
    }
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
