import type { Problem } from '../../ui/problem.ts';
import { ProblemWords } from '../../ui/ProblemWords.tsx';
import controls from '../../ui/controls.module.css';
import styles from './overlay.module.css';

/** A failure, and another try. */
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
