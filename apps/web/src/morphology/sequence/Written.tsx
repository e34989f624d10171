import type { SequenceFault } from './parse.ts';
import styles from './sequence-field.module.css';

/** Joints are pale, and so is a step that is switched off. */
function lookOf(part: string): string | undefined {
  return part.startsWith('~') ? styles.off : styles.joint;
}

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
        {text.split(/([+:]|~[^\s+]*)/).map((part, index) => (
          <span key={index} className={index % 2 ? lookOf(part) : undefined}>
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
