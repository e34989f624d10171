import type { ModelInfo, View } from '../run/protocol.ts';
import type { Moved } from './state.ts';

/**
 * The moved thresholds without those that no model has a name for: an address may ask for any.
 *
 * @param models - all that were loaded; thresholds are kept for those that were used before
 */
export function knownThresholds(moved: Moved, models: readonly ModelInfo[]): Moved {
  const keysOf = (view: View): Set<string> =>
    new Set(
      models.flatMap(({ labels, groups, languages }) => {
        const names = view === 'labels' ? labels : groups.map(({ name }) => name);
        return names.flatMap((name) => [name, ...languages.map((own) => `${own.name}/${name}`)]);
      }),
    );
  const known = (view: View): Readonly<Record<string, number>> => {
    const keys = keysOf(view);
    return Object.fromEntries(Object.entries(moved[view]).filter(([key]) => keys.has(key)));
  };
  return { labels: known('labels'), groups: known('groups') };
}
