import { LearnedFilter } from '@onebit/morphology';
import type { ModelSource } from './models.ts';

const loaded = new Map<string, Promise<LearnedFilter>>();

async function load({ file }: ModelSource): Promise<LearnedFilter> {
  if (typeof file !== 'string') return LearnedFilter.fromModel(file);
  const answer = await fetch(file);
  return LearnedFilter.fromModel(new Uint8Array(await answer.arrayBuffer()));
}

/** The filters themselves, for the worker; those that come with the page are fetched once. */
export async function loadModels(
  sources: readonly ModelSource[],
): Promise<ReadonlyMap<string, LearnedFilter>> {
  const filters = sources.map(async (source) => {
    if (typeof source.file !== 'string') return [source.name, await load(source)] as const;
    const known = loaded.get(source.file) ?? load(source);
    loaded.set(source.file, known);
    try {
      return [source.name, await known] as const;
    } catch (error) {
      // A fetch that failed may work the next time.
      loaded.delete(source.file);
      throw error;
    }
  });
  return new Map(await Promise.all(filters));
}
