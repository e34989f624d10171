import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { problemOf, type Problem } from '../../ui/problem.ts';
import { ProblemWords } from '../../ui/ProblemWords.tsx';
import controls from '../../ui/controls.module.css';
import { clock } from '../listen/time.ts';
import { record, type Recording } from './record.ts';
import styles from './source.module.css';

/** Records from the microphone and says so while it does. */
export function RecordButton({ onRecorded }: { readonly onRecorded: (file: File) => void }) {
  const recording = useRef<Recording | null>(null);
  const [state, setState] = useState<'idle' | 'asking' | 'recording' | 'reading'>('idle');
  const [seconds, setSeconds] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);

  useEffect(() => () => recording.current?.discard(), []);
  useEffect(() => {
    if (state !== 'recording') return;
    const started = performance.now();
    setSeconds(0);
    const timer = setInterval(() => {
      setSeconds((performance.now() - started) / 1000);
    }, 100);
    return () => {
      clearInterval(timer);
    };
  }, [state]);

  const attempt = async (work: () => Promise<void>) => {
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(problemOf(error));
      setState('idle');
    }
  };
  const start = () =>
    attempt(async () => {
      setState('asking');
      recording.current = await record();
      setState('recording');
    });
  const stop = () =>
    attempt(async () => {
      const { current } = recording;
      recording.current = null;
      setState('reading');
      onRecorded(await current!.stop());
      setState('idle');
    });

  return (
    <div className={styles.record}>
      <button
        type="button"
        className={controls.button}
        data-recording={state === 'recording'}
        disabled={state === 'asking' || state === 'reading'}
        onClick={() => void (state === 'recording' ? stop() : start())}
      >
        <Icon name={state === 'recording' ? 'stop' : 'microphone'} />
        {state === 'recording' ? 'Stop' : 'Record'}
      </button>
      <span className={styles.hint} role="status">
        {state === 'asking' && 'Waiting for your permission'}
        {state === 'recording' && (
          <>
            <span className={styles.light} aria-hidden="true" />
            Recording <span aria-hidden="true">{clock(seconds, 1)}</span>
          </>
        )}
        {state === 'reading' && 'Reading the recording'}
        {state === 'idle' && 'two people at one microphone'}
      </span>
      {problem && (
        <div className={styles.problem} role="alert">
          <ProblemWords problem={problem} />
        </div>
      )}
    </div>
  );
}
