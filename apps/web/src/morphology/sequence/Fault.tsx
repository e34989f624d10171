import type { SequenceFault } from './parse.ts';
import styles from './sequence-field.module.css';

/** Says what is wrong with the sequence, and at which character. */
export function Fault({
  id,
  fault,
}: {
  readonly id: string;
  readonly fault: SequenceFault | undefined;
}) {
  return (
    <p id={id} className={styles.fault} aria-live="polite">
      {fault && (
        <>
          <strong>
            Character {fault.position + 1}: expected {fault.expected}, received {fault.received}.
          </strong>{' '}
          {fault.hint}
        </>
      )}
    </p>
  );
}
