import { OnebitError } from '@onebit/errors';
import type { Request, Response } from 'express';
import type { Limits } from '../limits.ts';
import type { BodyBudget } from './body-budget.ts';
import { continueUpload } from './expect-continue.ts';

/** What reading a body needs to know. */
export interface BodyContext {
  readonly limits: Limits;
  readonly budget: BodyBudget;
}

/** The refusal of a body that is larger than `limit` bytes. */
function bodyTooLarge(limit: number, received: string): OnebitError {
  return new OnebitError('body-too-large', {
    expected: `at most ${String(limit)} bytes`,
    received,
    hint: 'Send a smaller body; GET /v1/limits tells every limit.',
  });
}

/** Refuses, before a byte is read, a body whose announced length passes the limit. */
export function checkAnnouncedLength(request: Request, limit: number): void {
  const announced = request.headers['content-length'];
  if (announced !== undefined && Number(announced) > limit) {
    throw bodyTooLarge(limit, `${announced} bytes announced`);
  }
}

/** Where a body may stand. */
interface Places {
  /** Whether a file of a form will do, too. */
  readonly orForm?: boolean;
}

/** The refusal of a request without a body. */
export function bodyMissing(what: string, { orForm = false }: Places = {}): OnebitError {
  return new OnebitError('body-missing', {
    expected: what,
    received: 'an empty body',
    hint: `Send ${what} as the body of the request${orForm ? ' or as a file of a form' : ''}.`,
  });
}

/**
 * Refuses, before a byte is read, a request without a body and one whose body is compressed: that
 * would have to be inflated before its size is known.
 *
 * @param what - what the body has to be, in words
 * @param places - where it may stand, besides being the request's body
 * @throws OnebitError `body-missing`, `content-type-unsupported`
 */
export function checkBody({ headers }: Request, what: string, places?: Places): void {
  const length = headers['content-length'];
  if (length === '0' || (length === undefined && headers['transfer-encoding'] === undefined)) {
    throw bodyMissing(what, places);
  }
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new OnebitError('content-type-unsupported', {
      expected: 'a body without content encoding',
      received: `a body in the content encoding ${encoding.slice(0, 50)}`,
      hint: 'Send the body as it is, without the header Content-Encoding.',
    });
  }
}

/**
 * Counts the bytes of an upload as they arrive: against the request's own limit, against the
 * process-wide budget and against the lowest acceptable rate.
 */
export class UploadMeter {
  readonly #limit: number;
  readonly #limits: Limits;
  readonly #share: ReturnType<BodyBudget['open']>;
  readonly #started = Date.now();
  #bytes = 0;

  constructor(limit: number, { limits, budget }: BodyContext, response: Response) {
    this.#limit = limit;
    this.#limits = limits;
    this.#share = budget.open();
    response.once('close', this.#share.release);
  }

  /** Counts `bytes` more; throws when a limit is passed. */
  count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.#limit) {
      throw bodyTooLarge(this.#limit, `more than ${String(this.#limit)} bytes`);
    }
    this.#share.take(bytes);
  }

  /** Throws when the upload has lasted longer than the grace and is slower than the lowest rate. */
  checkRate(): void {
    const elapsed = Date.now() - this.#started;
    const { uploadGraceMs, uploadBytesPerSecond } = this.#limits;
    if (elapsed > uploadGraceMs && this.#bytes < (uploadBytesPerSecond * elapsed) / 1000) {
      throw new OnebitError('request-timeout', {
        expected: `an upload of at least ${String(uploadBytesPerSecond)} bytes a second`,
        received: `${String(this.#bytes)} bytes in ${String(Math.round(elapsed / 1000))} s`,
        hint: 'Send the request over a faster connection.',
      });
    }
  }

  /** Gives the counted bytes back before the response ends. */
  release(): void {
    this.#share.release();
  }
}

/**
 * Hands every chunk of a request's body to `onChunk` until the body ends. Stops reading at the
 * first error that `onChunk` or the meter throws; the rest of the body is left in the connection.
 *
 * @throws OnebitError `body-too-large`, `overloaded`, `request-timeout`, `aborted`
 */
export function consume(
  request: Request,
  response: Response,
  meter: UploadMeter,
  onChunk: (chunk: Buffer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      attempt(() => {
        meter.checkRate();
      });
    }, 1_000).unref();
    const settle = (finish: () => void) => {
      clearInterval(timer);
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
      finish();
    };
    const attempt = (step: () => void) => {
      try {
        step();
      } catch (error) {
        request.pause();
        settle(() => {
          reject(error as Error);
        });
      }
    };
    const onData = (chunk: Buffer) => {
      attempt(() => {
        meter.count(chunk.length);
        onChunk(chunk);
      });
    };
    const onEnd = () => {
      settle(resolve);
    };
    const onClose = () => {
      settle(() => {
        reject(
          new OnebitError('aborted', {
            expected: 'the whole body',
            received: 'a connection that closed before its end',
            hint: 'Send the request again.',
          }),
        );
      });
    };
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
    continueUpload(request, response);
  });
}

/**
 * Reads a whole body into memory.
 *
 * @param limit - bytes accepted; a larger body is refused as soon as the limit is passed
 * @returns the bytes; an empty array where the request has none
 * @throws OnebitError as {@link consume}
 */
export async function readBody(
  request: Request,
  response: Response,
  limit: number,
  context: BodyContext,
): Promise<Uint8Array<ArrayBuffer>> {
  checkAnnouncedLength(request, limit);
  const chunks: Buffer[] = [];
  let length = 0;
  await consume(request, response, new UploadMeter(limit, context, response), (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  return join(chunks, length);
}

/** The chunks in one array that owns its buffer, so that it can move to a worker without a copy. */
export function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
