import type { Outcome } from '../run/protocol.ts';
import styles from './lanes.module.css';

/** How probable it is, second by second, that the sound came out right. */
export function SureStrip({
  outcome,
  seconds,
}: {
  readonly outcome: Outcome | null;
  readonly seconds: number;
}) {
  const segments = outcome?.report.segments ?? [];
  return (
    <div className={styles.lane}>
      <div className={styles.head}>
        <span className={styles.label}>How sure</span>
      </div>
      <svg
        className={styles.sure}
        viewBox={`0 0 ${seconds || 1} 1`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Confidence by the second: ${segments
          .slice(0, 60)
          .map(({ confidence }) => `${Math.round(confidence * 100)} %`)
          .join(', ')}`}
      >
        {segments.map(({ start, end, confidence }) => (
          <rect
            key={start}
            x={start}
            width={Math.max(0, Math.min(end, seconds) - start)}
            y={1 - confidence}
            height={confidence}
          />
        ))}
      </svg>
    </div>
  );
}
