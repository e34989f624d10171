import type { Level } from './levels.ts';
import { toldOf } from './levels.ts';
import styles from './labels.module.css';

/** The labels over their thresholds, in words. */
export function Told({
  levels,
  known,
  empty,
  loaded,
  failed,
}: {
  readonly levels: readonly Level[];
  /** Features that the model knows; undefined as long as it has not listened yet. */
  readonly known: number | undefined;
  /** Whether there is no text at all. */
  readonly empty: boolean;
  readonly loaded: boolean;
  /** Whether there is an error instead of a result. */
  readonly failed: boolean;
}) {
  const told = toldOf(levels);
  return (
    <div className={styles.told} role="status" aria-label="Told">
      {told.map(({ name, score }) => (
        <span key={name} className={styles.chip}>
          {name} <span className={styles.chipShare}>{Math.round(100 * score)}&thinsp;%</span>
        </span>
      ))}
      {told.length === 0 && (
        <p className={styles.none}>{failed ? 'No result.' : whyNone(known, empty, loaded)}</p>
      )}
    </div>
  );
}

function whyNone(known: number | undefined, empty: boolean, loaded: boolean): string {
  if (known === undefined) return loaded ? 'Classifying …' : 'Loading the model …';
  if (empty) return 'No text yet.';
  if (known === 0) {
    return 'Nothing known: the model has met no part of this text, so it tells nothing.';
  }
  return 'No label reaches its threshold.';
}
