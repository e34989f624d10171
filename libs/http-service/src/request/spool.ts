import { OnebitError } from '@onebit/errors';
import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Limits } from '../limits.ts';
import { BodyBudget } from './body-budget.ts';
import { bodyMissing, checkAnnouncedLength, checkBody, consume, UploadMeter } from './body.ts';
import { mediaType } from './content-type.ts';
import { checkType, type UploadOptions } from './upload.ts';

/** A body that was written to disk. */
export interface SpooledUpload {
  /** A folder of its own for the request, which may hold the answer too. */
  readonly folder: string;
  /** The file with the body, inside the folder. */
  readonly path: string;
  readonly size: number;
  /** SHA-256 of the body, in hexadecimal digits. */
  readonly digest: string;
  /** Removes the folder. */
  readonly remove: () => Promise<void>;
}

/**
 * Writes a raw body to disk as it arrives, so that memory does not grow with it.
 *
 * @param options - the media types and the size accepted
 * @throws OnebitError `content-type-unsupported`, `body-missing`, `body-too-large`,
 * `request-timeout`, `overloaded` where the disk takes no more
 */
export async function spoolUpload(
  request: Request,
  response: Response,
  options: UploadOptions,
  limits: Limits,
): Promise<SpooledUpload> {
  const { what = `a file (${options.field})`, limit } = options;
  checkBody(request, what);
  checkType(mediaType(request), options);
  checkAnnouncedLength(request, limit);
  const folder = await mkdtemp(join(tmpdir(), 'onebit-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'upload');
  try {
    const { size, digest } = await write(request, response, path, limit, limits);
    if (size === 0) throw bodyMissing(what);
    return { folder, path, size, digest, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function write(
  request: Request,
  response: Response,
  path: string,
  limit: number,
  limits: Limits,
): Promise<{ size: number; digest: string }> {
  const file = createWriteStream(path, { mode: 0o600 });
  const written = finished(file);
  let fault: NodeJS.ErrnoException | undefined;
  written.catch((error: unknown) => {
    fault = error as NodeJS.ErrnoException;
    request.resume();
  });
  const hash = createHash('sha256');
  let size = 0;
  // What lies on disk does not count against the memory for bodies.
  const meter = new UploadMeter(limit, { limits, budget: new BodyBudget(limit) }, response);
  try {
    await consume(request, response, meter, (chunk) => {
      if (fault) throw diskFailed(fault);
      size += chunk.length;
      hash.update(chunk);
      if (!file.write(chunk)) {
        request.pause();
        file.once('drain', () => request.resume());
      }
    });
    file.end();
    await written.catch((error: unknown) => {
      throw diskFailed(error as NodeJS.ErrnoException);
    });
  } finally {
    file.destroy();
  }
  return { size, digest: hash.digest('hex') };
}

function diskFailed(cause: NodeJS.ErrnoException): OnebitError {
  return new OnebitError('overloaded', {
    expected: 'room for the body on the disk of the service',
    received: cause.code ?? 'a fault of the disk',
    hint: 'Send the request again later, or a smaller body.',
    cause,
  });
}
