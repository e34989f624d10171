import type { ModelCard } from '@onebit/http-service';
import { OnebitError } from '@onebit/errors';
import { FILTER_FILE, LearnedFilter } from '@onebit/morphology';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TASK } from '../task.ts';

/** A learned filter with its file and its card. */
export interface KnownModel {
  readonly card: ModelCard;
  readonly filter: LearnedFilter;
  readonly file: Uint8Array;
}

function text(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** SHA-256 of every file by its path, as the folder's manifest tells it. */
function digests(folder: string): ReadonlyMap<string, string> {
  const manifest = JSON.parse(text(join(folder, 'manifest.json')) ?? '{}') as {
    files?: { path: string; sha256: string }[];
  };
  return new Map((manifest.files ?? []).map(({ path, sha256 }) => [path, sha256]));
}

/** The figures of the chosen model on test pages. */
function metricsOf(folder: string): Record<string, number> {
  const metrics = JSON.parse(text(join(folder, 'metrics.json')) ?? '{}') as {
    model?: string;
    rows?: { method: string; test: Record<string, unknown> }[];
    heldBack?: Record<string, unknown>[];
  };
  const chosen = ({ method }: { method?: unknown }) => method === metrics.model;
  const row = metrics.rows?.find(chosen)?.test ?? metrics.heldBack?.find(chosen) ?? {};
  return Object.fromEntries(
    Object.entries(row).filter((pair): pair is [string, number] => typeof pair[1] === 'number'),
  );
}

/**
 * The learned filters in a folder of models: every folder in it that holds one.
 *
 * @param folder - where the models lie; one that is not there holds none
 * @throws OnebitError `model-digest-mismatch` where a file is not the one the manifest lists, or
 * whatever is wrong with it
 */
export function shippedModels(folder: string): KnownModel[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const known = digests(folder);
  return entries
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, FILTER_FILE)))
    .map(({ name: id }) => {
      const file = new Uint8Array(readFileSync(join(folder, id, FILTER_FILE)));
      const expected = known.get(`${id}/${FILTER_FILE}`);
      const received = createHash('sha256').update(file).digest('hex');
      if (expected !== undefined && received !== expected) {
        throw new OnebitError('model-digest-mismatch', {
          expected: `${id}/${FILTER_FILE} with SHA-256 ${expected}`,
          received,
          hint: 'Fetch the models again, or renew the manifest: onebit models --manifest.',
        });
      }
      const filter = LearnedFilter.fromModel(file);
      const title = /^# (.+)$/m.exec(text(join(folder, id, 'README.md')) ?? '')?.[1] ?? id;
      const card: ModelCard = {
        id,
        task: TASK,
        name: title,
        bytes: file.length,
        bits: 1,
        licence: 'MIT',
        metrics: metricsOf(join(folder, id)),
        use: `learned:${id}`,
        description: filter.toString(),
      };
      return { card, filter, file };
    });
}
