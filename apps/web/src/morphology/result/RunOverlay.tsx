import { useEffect, useState } from 'react';
import controls from '../../ui/controls.module.css';
import type { Run } from '../state/state.ts';
import { ProblemNotice } from './ProblemNotice.tsx';
import styles from './overlay.module.css';

/** Work shorter than this is over before a sign of it could be read. */
const patience = 350;

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
  const running = run.state === 'running';
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    setSlow(false);
    if (!running) return;
    const timer = setTimeout(() => {
      setSlow(true);
    }, patience);
    return () => {
      clearTimeout(timer);
    };
  }, [running]);

  if (run.state === 'failed') return <ProblemNotice problem={run.problem} onRetry={onRetry} />;
  if (run.state === 'cancelled') {
    return (
      <div className={styles.card} role="status">
        <p>Cancelled.</p>
        <button type="button" className={controls.button} onClick={onRetry}>
          Run again
        </button>
      </div>
    );
  }
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
