import type { Outcome } from '../run/protocol.ts';
import facts from '../../ui/facts.module.css';
import styles from './result.module.css';

const whole = new Intl.NumberFormat('en');
const share = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A change in percent, with a sign; the typographic minus, not the hyphen. */
function signed(change: number): string {
  const sign = change < 0 ? '\u2212' : '+';
  return `${change === 0 ? '±' : sign}${share.format(Math.abs(change) * 100)}\u2009%`;
}

/** The image's size, and its foreground pixels before and after. */
export function Counts({ outcome: { before, after, reading } }: { readonly outcome: Outcome }) {
  return (
    <dl className={`${facts.facts} ${styles.facts}`}>
      <div>
        <dt>Size</dt>
        <dd>
          {whole.format(reading.width)} × {whole.format(reading.height)}
        </dd>
      </div>
      <div>
        <dt>Foreground, before → after</dt>
        <dd>
          <span>{whole.format(before.count)}</span>
          <span className={styles.arrow}>→</span>
          <span>{whole.format(after.count)}</span>
          {before.count > 0 && (
            <span className={styles.change}>
              {signed((after.count - before.count) / before.count)}
            </span>
          )}
        </dd>
      </div>
    </dl>
  );
}
