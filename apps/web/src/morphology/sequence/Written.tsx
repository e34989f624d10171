import type { SequenceFault } from './parse.ts';
import styles from './sequence-field.module.css';

/**
 * The text as it is seen behind the field: joints pale, the faulty word underlined from the
 * character at fault. It also gives the field its height.
 */
export function Written({
  text,
  fault,
}: {
  readonly text: string;
  readonly fault: SequenceFault | undefined;
}) {
  if (!fault) {
    return (
      <div className={styles.written} aria-hidden="true">
        {text.split(/([+:])/).map((part, index) => (
          <span key={index} className={index % 2 ? styles.joint : undefined}>
            {part}
          </span>
        ))}
        {'\u200b'}
      </div>
    );
  }
  const end = fault.position + Math.max(1, /^[^\s+:]*/.exec(text.slice(fault.position))![0].length);
  return (
    <div className={styles.written} aria-hidden="true">
      {text.slice(0, fault.position)}
      <span className={styles.wrong}>{text.slice(fault.position, end) || '\u2007'}</span>
      {text.slice(end)}
      {'\u200b'}
    </div>
  );
}
