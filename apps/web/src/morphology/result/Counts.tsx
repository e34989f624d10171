import type { Outcome } from '../run/protocol.ts';
import styles from './result.module.css';

const whole = new Intl.NumberFormat('en', { useGrouping: true });
const share = new Intl.NumberFormat('en', {
  style: 'percent',
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

/** Foreground pixels before and after. */
export function Counts({ outcome: { before, after, reading } }: { readonly outcome: Outcome }) {
  const change = before.count === 0 ? null : (after.count - before.count) / before.count;
  return (
    <dl className={styles.facts}>
      <div>
        <dt>Size</dt>
        <dd>
          {whole.format(reading.width)} × {whole.format(reading.height)}
        </dd>
      </div>
      <div>
        <dt>Foreground before</dt>
        <dd data-testid="count-before">{whole.format(before.count)}</dd>
      </div>
      <div>
        <dt>After</dt>
        <dd>
          <span data-testid="count-after">{whole.format(after.count)}</span>
          {change !== null && <span className={styles.change}>{share.format(change)}</span>}
        </dd>
      </div>
    </dl>
  );
}
