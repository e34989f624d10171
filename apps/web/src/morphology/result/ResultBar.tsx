import type { Outcome } from '../run/protocol.ts';
import type { Source } from '../state/state.ts';
import { Counts } from './Counts.tsx';
import { Downloads } from './Downloads.tsx';
import { TimingLine } from './TimingLine.tsx';
import styles from './result.module.css';

/** What came out: counts, times, and the files. */
export function ResultBar({
  outcome,
  source,
}: {
  readonly outcome: Outcome | null;
  readonly source: Source;
}) {
  if (!outcome) return null;
  return (
    <section className={styles.result} aria-label="Result">
      <Counts outcome={outcome} />
      <TimingLine outcome={outcome} />
      <Downloads outcome={outcome} source={source} />
      <p className="visually-hidden" role="status">
        {`Filtered: foreground ${outcome.before.count} pixels before, ${outcome.after.count} after`}
      </p>
    </section>
  );
}
