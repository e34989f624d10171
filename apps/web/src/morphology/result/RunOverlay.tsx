import { CancelledNotice } from '../../ui/CancelledNotice.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import controls from '../../ui/controls.module.css';
import styles from '../../ui/notice.module.css';
import { useSlow } from '../../ui/use-slow.ts';
import type { Run } from '../state/state.ts';

const stages = {
  start: 'Starting',
  decode: 'Reading the image',
  filter: 'Filtering',
  encode: 'Writing the result',
} as const;

/** What lies over the picture while there is work, or where it failed or was stopped. */
export function RunOverlay({
  run,
  onCancel,
  onRetry,
}: {
  readonly run: Run;
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}) {
  const slow = useSlow(run.state === 'running');
  if (run.state === 'failed') return <ProblemNotice problem={run.problem} onRetry={onRetry} />;
  if (run.state === 'cancelled') return <CancelledNotice onRetry={onRetry} />;
  if (run.state !== 'running' || !slow) return null;
  return (
    <div className={styles.card} role="status">
      <p>
        {stages[run.progress.stage]}
        {run.progress.share > 0 && ` ${Math.round(run.progress.share * 100)} %`}
      </p>
      <progress className={styles.progress} value={run.progress.share || undefined} max={1} />
      <button type="button" className={controls.button} onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
