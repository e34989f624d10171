import { ProblemWords } from './ProblemWords.tsx';
import controls from './controls.module.css';
import styles from './notice.module.css';
import type { Problem } from './problem.ts';

/** A failure over a result, and another try. */
export function ProblemNotice({
  problem,
  onRetry,
}: {
  readonly problem: Problem;
  readonly onRetry: () => void;
}) {
  return (
    <div className={styles.card} data-failed="" role="alert">
      <ProblemWords problem={problem} />
      <button type="button" className={controls.button} onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
