import type { Dispatch } from 'react';
import type { Action } from '../state/reducer.ts';
import { presets } from './presets.ts';
import styles from './presets.module.css';

/** Sequences to start from. */
export function Presets({
  current,
  dispatch,
}: {
  readonly current: string;
  readonly dispatch: Dispatch<Action>;
}) {
  return (
    <ul className={styles.presets} aria-label="Sequences to start from">
      {presets.map(({ title, sequence }) => (
        <li key={title}>
          <button
            type="button"
            className={styles.preset}
            title={sequence}
            aria-pressed={sequence === current}
            onClick={() => {
              dispatch({ type: 'sequence-chosen', text: sequence });
            }}
          >
            {title}
          </button>
        </li>
      ))}
    </ul>
  );
}
