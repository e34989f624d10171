import { duration } from '../listen/time.ts';
import type { Outcome } from '../run/protocol.ts';
import { levelOf, levelText, reportWords } from './words.ts';
import figures from '../../ui/facts.module.css';
import styles from './result.module.css';

const twice = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** What came out: length, sureness, levels, time, and the report in words. */
export function ResultBar({ outcome: { report, took, runner } }: { readonly outcome: Outcome }) {
  const { seconds } = report.input;
  const facts: readonly (readonly [string, string])[] = [
    ['Length', duration(seconds)],
    ['How sure', `${Math.round(report.confidence * 100)} %`],
    ['Talker 1', levelText(levelOf(report, 0))],
    ['Talker 2', levelText(levelOf(report, 1))],
    [runner === 'service' ? 'There and back' : 'Separated in', `${twice.format(took)} s`],
    ['Faster than listening', `${twice.format(seconds / took)} times`],
  ];
  return (
    <section className={styles.result} aria-label="Result">
      <dl className={`${figures.facts} ${styles.facts}`}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.words} role="status">
        {reportWords(report).join(' ')}
      </p>
    </section>
  );
}
