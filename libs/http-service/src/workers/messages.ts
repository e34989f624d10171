import type { ErrorCode } from '@onebit/errors';
import type { MessagePort } from 'node:worker_threads';

/** What the pool sends to a worker: which handler, with what, and the line for abort and progress. */
export interface TaskMessage {
  readonly handler: string;
  readonly input: unknown;
  readonly port: MessagePort;
}

/** What goes over a task's line from the worker. */
export interface ProgressMessage {
  readonly progress: number;
}

/** A known error as data. */
interface ErrorData {
  readonly code: ErrorCode;
  readonly expected: string;
  readonly received: string;
  readonly hint: string;
  readonly position?: number;
}

/** What a worker answers. */
export type TaskReply =
  | { readonly kind: 'done'; readonly value: unknown }
  /** A known error; when `spent`, the worker's memory is not to be trusted any more. */
  | { readonly kind: 'refused'; readonly error: ErrorData; readonly spent: boolean }
  /** Something broke that should not have; the worker is not to be used again. */
  | { readonly kind: 'broken'; readonly message: string; readonly stack: string };
