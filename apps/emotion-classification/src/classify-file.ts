import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ClassifyOptions } from '@onebit/emotion-classification';
import { OnebitError } from '@onebit/errors';
import type { Answer } from '@onebit/http-service';
import { LineBlocks, type WorkContext, type WorkResult } from '@onebit/http-service/worker';
import { answerLines, type LineLimits } from './classify-lines.ts';
import { models } from './models.ts';
import type { LineWishes } from './request-body.ts';
import { linesMissing, MAX_TEXTS } from './task.ts';

/** What the worker gets: a file of lines, each a JSON document. */
export interface ClassifyFileInput extends LineLimits {
  readonly path: string;
  readonly size: number;
  /** Folder for the answer. */
  readonly folder: string;
  /** Bytes that the answer may have. */
  readonly most: number;
  readonly wishes: LineWishes;
}

/** Answers a file of lines by a file of lines; no more than a block of both is in memory. */
export async function classifyFile(
  { path, size, folder, most, wishes, ...limits }: ClassifyFileInput,
  { signal, onProgress }: WorkContext,
): Promise<WorkResult> {
  const { model, ...others } = wishes;
  const options = { signal, ...others } as ClassifyOptions;
  const classifier = await models.get(model);
  const answer = join(folder, 'answer');
  const file = openSync(answer, 'wx', 0o600);
  let written = 0;
  try {
    for await (const block of blocksOf(path, limits.longest, (read) => onProgress(read / size))) {
      const bytes = await answerLines(classifier, block, limits, options);
      if (written + bytes.length > most) throw answerTooLarge(most);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      written += bytes.length;
    }
  } finally {
    closeSync(file);
  }
  if (written === 0) throw linesMissing();
  const value: Answer = {
    headers: { 'Content-Type': 'application/x-ndjson; charset=utf-8', Vary: 'Accept' },
    body: { path: answer, size: written },
  };
  return { value };
}

/** @param onRead - hears how many bytes are worked on */
async function* blocksOf(path: string, longest: number, onRead: (bytes: number) => void) {
  const blocks = new LineBlocks(longest, MAX_TEXTS);
  let read = 0;
  for await (const piece of createReadStream(path) as AsyncIterable<Uint8Array>) {
    yield* blocks.push(piece);
    yield* blocks.flush();
    read += piece.length;
    onRead(read);
  }
  yield* blocks.end();
}

const answerTooLarge = (most: number): OnebitError =>
  new OnebitError('body-too-large', {
    expected: `lines whose results have at most ${most} bytes together`,
    received: 'more lines',
    hint: 'Send the lines in several jobs.',
  });
