import type { Level } from './levels.ts';
import { toldOf } from './levels.ts';
import styles from './labels.module.css';

/** The labels over their thresholds, in words. */
export function Told({
  levels,
  known,
  empty,
}: {
  readonly levels: readonly Level[];
  /** Features that the model knows; undefined as long as it has not listened yet. */
  readonly known: number | undefined;
  /** Whether there is no text at all. */
  readonly empty: boolean;
}) {
  const told = toldOf(levels);
  return (
    <div className={styles.told} role="status" aria-label="Told">
      {told.map(({ name, score }) => (
        <span key={name} className={styles.chip}>
          {name} <span className={styles.chipShare}>{Math.round(100 * score)}&thinsp;%</span>
        </span>
      ))}
      {told.length === 0 && <p className={styles.none}>{whyNone(known, empty)}</p>}
    </div>
  );
}

function whyNone(known: number | undefined, empty: boolean): string {
  if (known === undefined) return 'Loading the model …';
  if (empty) return 'No text yet.';
  if (known === 0) {
    return 'Nothing known: the model has met no part of this text, so it tells nothing.';
  }
  return 'No label reaches its threshold.';
}
