import controls from '../../ui/controls.module.css';
import type { Problem } from '../run/protocol.ts';
import styles from './overlay.module.css';

/** A failure: what was expected, what was received, what to do next. */
export function ProblemNotice({
  problem: { title, expected, received, hint },
  onRetry,
}: {
  readonly problem: Problem;
  readonly onRetry: () => void;
}) {
  return (
    <div className={styles.card} data-failed="" role="alert">
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
      <button type="button" className={controls.button} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
