import { CancelledNotice } from '../../ui/CancelledNotice.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import controls from '../../ui/controls.module.css';
import styles from '../../ui/notice.module.css';
import { useSlow } from '../../ui/use-slow.ts';
import { duration } from '../listen/time.ts';
import type { Progress } from '../run/protocol.ts';
import type { Run } from '../state/state.ts';

const stages: Readonly<Record<Progress['stage'], string>> = {
  decode: 'Reading the recording',
  upload: 'Sending the recording',
  queue: 'Waiting for the service',
  separate: 'Separating',
};

/** The work under way, with a way to stop it; or why there is no result. */
export function RunNotice({
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
  const { stage, share, etaSeconds } = run.progress;
  return (
    <div className={styles.card}>
      <p>
        <span role="status">{stages[stage]}</span>
        {share > 0 && ` ${Math.round(share * 100)} %`}
        {share > 0 && etaSeconds != null && `, ${duration(etaSeconds)} left`}
      </p>
      <progress
        className={styles.progress}
        aria-label="Share that is done"
        value={share || undefined}
        max={1}
      />
      <button type="button" className={controls.button} onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
