import type { Problem } from './problem.ts';
import styles from './problem.module.css';

/** A failure in words: what was expected, what was received, what to do next. */
export function ProblemWords({
  problem: { title, expected, received, hint },
}: {
  readonly problem: Problem;
}) {
  return (
    <>
      <h3 className={styles.title}>{title}</h3>
      {(expected ?? received) && (
        <dl className={styles.why}>
          {expected && (
            <>
              <dt>Expected</dt>
              <dd>{expected}</dd>
            </>
          )}
          {received && (
            <>
              <dt>Received</dt>
              <dd>{received}</dd>
            </>
          )}
        </dl>
      )}
      {hint && <p className={styles.hint}>{hint}</p>}
    </>
  );
}
