import { type ErrorCode, OnebitError } from '@onebit/errors';
import Piscina, { move } from 'piscina';
import type { TaskMessage, TaskReply } from './messages.ts';

/** What a handler in a worker may use beside its input. */
export interface WorkContext {
  /** Aborts when nobody waits for the result any more. */
  readonly signal: AbortSignal;
  /** Reports how much is done, 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

/** What a handler returns: the value, and the buffers that move to the main thread uncopied. */
export interface WorkResult {
  readonly value: unknown;
  readonly transfer?: readonly ArrayBuffer[];
}

/** A handler: input as it was posted, to a result. */
export type WorkHandler<Input> = (input: Input, context: WorkContext) => Promise<WorkResult>;

/** Progress is passed on at most this often, in milliseconds. */
const PROGRESS_MS = 50;

/** Errors after which the kernels' memory is thrown away: it may hold half a result or be full. */
const spends = new Set<ErrorCode>(['kernel-trapped', 'memory-exhausted', 'used-after-dispose']);

async function answer<Input>(
  handler: WorkHandler<Input>,
  { input, port }: TaskMessage,
): Promise<{ reply: TaskReply; transfer: readonly ArrayBuffer[] }> {
  const controller = new AbortController();
  let last = 0;
  port.on('message', () => {
    controller.abort(
      new OnebitError('aborted', {
        expected: 'the work to be waited for',
        received: 'a request to stop',
        hint: 'Send the request again to start over.',
      }),
    );
  });
  port.unref();
  try {
    const { value, transfer = [] } = await handler(input as Input, {
      signal: controller.signal,
      onProgress: (progress) => {
        const now = Date.now();
        if (now - last >= PROGRESS_MS || progress === 1) {
          last = now;
          port.postMessage({ progress });
        }
      },
    });
    return { reply: { kind: 'done', value }, transfer };
  } catch (error) {
    if (error instanceof OnebitError) {
      const spent = spends.has(error.code);
      return { reply: { kind: 'refused', error: error.toJSON(), spent }, transfer: [] };
    }
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { reply: { kind: 'broken', message, stack }, transfer: [] };
  } finally {
    port.close();
  }
}

/** What the pool calls in a worker. */
export type WorkerModule = (message: TaskMessage) => Promise<unknown>;

/**
 * The default export of a worker's module: answers the pool's tasks with the handlers named here.
 *
 * @param handlers - the handlers by name
 * @returns the function the pool calls
 */
export function serveWorker(handlers: Readonly<Record<string, WorkHandler<never>>>): WorkerModule {
  return async (message) => {
    const handler = handlers[message.handler];
    if (!handler) {
      throw new Error(`No handler is called ${message.handler}.`);
    }
    const { reply, transfer } = await answer(handler, message);
    return transfer.length === 0 ? reply : moved(reply, transfer);
  };
}

/** A reply whose buffers move to the main thread instead of being copied. */
function moved(reply: TaskReply, transfer: readonly ArrayBuffer[]): unknown {
  const movable = { [Piscina.transferableSymbol]: transfer, [Piscina.valueSymbol]: reply };
  return move(movable as unknown as Parameters<typeof move>[0]);
}
