import { useEffect, useState } from 'react';
import { ProblemWords } from '../../ui/ProblemWords.tsx';
import controls from '../../ui/controls.module.css';
import { duration } from '../listen/time.ts';
import type { Progress } from '../run/protocol.ts';
import type { Run } from '../state/state.ts';
import styles from './result.module.css';

/** Work shorter than this is over before a sign of it could be read, in milliseconds. */
const patience = 350;

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

  if (run.state === 'failed') {
    return (
      <div className={styles.card} data-failed="" role="alert">
        <ProblemWords problem={run.problem} />
        <button type="button" className={controls.button} onClick={onRetry}>
          Try again
        </button>
      </div>
    );
  }
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
