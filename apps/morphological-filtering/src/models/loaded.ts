import { LearnedFilter } from '@onebit/morphology';

/** Filters that a worker keeps ready. */
const MOST = 32;

const ready = new Map<string, LearnedFilter>();

/**
 * The learned filters of a task, read from their files; those used last stay ready. A name always
 * stands for the same file: shipped ones do not change, a client's is a digest of its file.
 */
export function loadedFilters(
  files: Readonly<Record<string, Uint8Array>>,
): ReadonlyMap<string, LearnedFilter> {
  const loaded = Object.entries(files).map(([name, file]) => {
    const filter = ready.get(name) ?? LearnedFilter.fromModel(file);
    ready.delete(name);
    ready.set(name, filter);
    return [name, filter] as const;
  });
  for (const name of ready.keys()) {
    if (ready.size <= Math.max(MOST, loaded.length)) break;
    ready.delete(name);
  }
  return new Map(loaded);
}
