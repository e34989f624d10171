import type { Ref } from 'react';
import { Panel } from '../../ui/Panel.tsx';
import type { Reading } from '../run/protocol.ts';
import styles from './words.module.css';

/** What spoke loudest for and against the label whose words are coloured. */
export function WordsPanel({
  reading,
  ref,
}: {
  readonly reading: Reading | null;
  readonly ref: Ref<HTMLElement>;
}) {
  const loudest = reading && reading.known > 0 ? reading.loudest : [];
  const top = Math.max(1, ...loudest.map(({ weight }) => Math.abs(weight)));
  return (
    <Panel ref={ref} title={reading?.target ? `What spoke for ${reading.target}` : 'What spoke'}>
      {loudest.length === 0 ? (
        <p className={styles.note}>Nothing yet.</p>
      ) : (
        <ol className={styles.list}>
          {loudest.map(({ text, start, end, weight }) => (
            <li key={`${start}-${end}`} className={styles.voice}>
              <q className={styles.part}>{text}</q>
              <span
                className={styles.bar}
                data-against={weight < 0 ? '' : undefined}
                style={{ '--loud': Math.abs(weight) / top } as React.CSSProperties}
              />
              <span className={styles.weight}>
                {weight < 0 ? '\u2212' : '+'}
                {Math.abs(weight).toFixed(1)}
              </span>
            </li>
          ))}
        </ol>
      )}
      <p className={styles.note}>
        Weights are log-odds: +1 makes the odds 2.7 times as high. Words in{' '}
        <span className={styles.for}>this colour</span> spoke for it, in{' '}
        <span className={styles.against}>this one</span> against it.
      </p>
    </Panel>
  );
}
