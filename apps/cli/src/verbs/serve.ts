import { OnebitError } from '@onebit/errors';
import { type RunningHost, readPort } from '@onebit/http-service';
import { interruptSignal } from '../terminal/interrupt.ts';
import { UsageError } from '../usage-error.ts';

/** Where to listen and what stops it. */
interface Listening {
  readonly host?: string;
  readonly port?: number;
  readonly signal: AbortSignal;
}

/** The services that run alone; each is loaded only when it is asked for. */
const services: Readonly<Record<string, (options: Listening) => Promise<RunningHost>>> = {
  'emotion-classification': async (options) =>
    (await import('@onebit/emotion-classification-service')).startEmotionClassification(options),
  'morphological-filtering': async (options) =>
    (await import('@onebit/morphological-filtering')).startMorphologicalFiltering(options),
  'speech-separation': async (options) =>
    (await import('@onebit/speech-separation-service')).startSpeechSeparation(options),
};

const startAll = async (options: Listening): Promise<RunningHost> =>
  (await import('@onebit/suite')).startSuite(options);

/** What to start: the named services, or everything on one port. */
function starters(
  tasks: readonly string[],
): [string, (options: Listening) => Promise<RunningHost>][] {
  if (tasks.length === 0) return [['Onebit', startAll]];
  return [...new Set(tasks)].map((task) => {
    const start = Object.hasOwn(services, task) ? services[task] : undefined;
    if (start) return [task, start];
    throw new UsageError({
      title: 'There is no such service',
      expected: Object.keys(services).join(', '),
      received: `'${task}'`,
      hint: 'Leave the task out to run everything on one port.',
    });
  });
}

/** The port that the environment names; undefined where it names none. */
function portOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return readPort(text, 0);
  } catch (error) {
    if (!(error instanceof OnebitError)) throw error;
    throw new UsageError({
      title: 'PORT in the environment is no port',
      expected: error.expected,
      received: error.received,
      hint: 'Leave PORT out, or set it to 0 for any free port.',
    });
  }
}

/** `onebit serve [TASK…]`: runs until Ctrl-C, which lets accepted requests finish. */
export async function serve(
  tasks: readonly string[],
  { host = process.env['HOST'], port }: { readonly host?: string; readonly port?: number },
): Promise<void> {
  const chosen = starters(tasks);
  if (port !== undefined && port !== 0 && chosen.length > 1) {
    throw new UsageError({
      title: 'Several services cannot share one port',
      expected: '--port with one service',
      received: `--port ${port} and ${chosen.length} services`,
      hint: 'Leave --port out: every service has a port of its own.',
    });
  }
  const listenAt = port ?? (chosen.length === 1 ? portOf(process.env['PORT']) : undefined);
  const signal = interruptSignal();
  const hosts: RunningHost[] = [];
  try {
    for (const [name, start] of chosen) {
      const running = await start({
        signal,
        ...(host === undefined || host === '' ? {} : { host }),
        ...(listenAt === undefined ? {} : { port: listenAt }),
      });
      hosts.push(running);
      process.stdout.write(`${name} is ready at ${running.address}  (Ctrl-C stops it)\n`);
    }
    await Promise.all(hosts.map(({ closed }) => closed));
  } catch (error) {
    await Promise.all(hosts.map((running) => running.close()));
    // Stopped while it was starting: that was asked for.
    if (!signal.aborted) throw error;
  }
}
