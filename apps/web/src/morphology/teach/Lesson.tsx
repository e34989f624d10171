import { useEffect, useMemo } from 'react';
import type { Proof } from '@onebit/morphology';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemWords } from '../../ui/ProblemWords.tsx';
import controls from '../../ui/controls.module.css';
import type { Taught } from './protocol.ts';
import type { Teacher } from './use-teacher.ts';
import styles from './teach.module.css';

const whole = new Intl.NumberFormat('en');
const share = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

/** What is known about the filter, in one sentence. */
function proofText(proof: Proof): string {
  const pixels = `${whole.format(proof.pixels)} pixels of ${proof.pairs} pairs`;
  if (proof.kind === 'zero-error') return `Exact: no error on ${pixels}.`;
  const { errors, dice } = proof;
  return `Approximate: ${whole.format(errors)} of ${pixels} differ (Dice ${share.format(dice)}).`;
}

/** How the lesson goes: progress and cancel, or the filter that was found. */
export function LessonPanel({
  lesson,
  onCancel,
  onUse,
}: {
  readonly lesson: Teacher['lesson'];
  readonly onCancel: () => void;
  readonly onUse: (taught: Taught) => void;
}) {
  switch (lesson.state) {
    case 'idle':
      return null;
    case 'working':
      return (
        <div className={styles.lesson} role="status">
          <p>
            {lesson.doing === '' ? 'Working' : `Trying ${lesson.doing}`}
            {lesson.fraction > 0 && ` · ${Math.floor(lesson.fraction * 100)} %`}
          </p>
          <progress className={styles.progress} value={lesson.fraction || undefined} max={1} />
          <button type="button" className={controls.button} onClick={onCancel}>
            Cancel
          </button>
        </div>
      );
    case 'failed':
      return (
        <div className={styles.lesson} role="alert">
          <ProblemWords problem={lesson.problem} />
        </div>
      );
    case 'taught':
      return <Found taught={lesson.taught} onUse={onUse} />;
  }
}

function Found({
  taught,
  onUse,
}: {
  readonly taught: Taught;
  readonly onUse: (taught: Taught) => void;
}) {
  const { file, sequence, description, proof, bytes, milliseconds } = taught;
  const address = useMemo(
    () => URL.createObjectURL(new Blob([file], { type: 'application/octet-stream' })),
    [file],
  );
  useEffect(() => {
    return () => {
      URL.revokeObjectURL(address);
    };
  }, [address]);
  const size = sequence === null ? `${whole.format(bytes)} bytes of tables` : 'a plain sequence';
  return (
    <div className={styles.lesson} role="status">
      <p className={styles.found}>
        <span className={styles.foundWord}>Found</span> <code>{sequence ?? description}</code>
      </p>
      <p className={styles.proof}>
        {proofText(proof)} It is {size}, learned in {share.format(milliseconds / 1000)} s.
      </p>
      <span className={styles.actions}>
        <button
          type="button"
          className={controls.primary}
          onClick={() => {
            onUse(taught);
          }}
        >
          <Icon name="check" />
          Use it
        </button>
        <a className={controls.button} href={address} download="taught.safetensors">
          <Icon name="download" />
          Model file
        </a>
      </span>
    </div>
  );
}
