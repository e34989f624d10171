import type { Outcome } from '../run/protocol.ts';
import facts from '../../ui/facts.module.css';
import styles from './result.module.css';

/** Milliseconds to three figures or a tenth, whichever says more. */
function milliseconds(time: number): string {
  return time < 9.95 ? time.toFixed(1) : Math.round(time).toLocaleString('en');
}

/** How long each stage took, here or in the service, and the way there and back. */
export function TimingLine({ outcome: { timings } }: { readonly outcome: Outcome }) {
  const stages: (readonly [string, number])[] = [
    ['Decode', timings.decode],
    ['Filter', timings.filter],
    ['Encode', timings.encode],
  ];
  if (timings.roundTrip !== undefined) stages.push(['Round trip', timings.roundTrip]);
  return (
    <dl className={`${facts.facts} ${styles.facts}`}>
      {stages.map(([name, time]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {milliseconds(time)}
            <span className={styles.unit}>ms</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
