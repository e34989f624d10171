import { Choice } from '../../ui/Choice.tsx';
import { Icon } from '../../ui/Icon.tsx';
import controls from '../../ui/controls.module.css';
import { clock } from './time.ts';
import type { Listening } from './use-player.ts';
import styles from './transport.module.css';

/** Play and pause, where in the recording, and whom to hear. */
export function Transport({
  listening: { playing, position, voice, toggle, seek, listen },
  seconds,
}: {
  readonly listening: Listening;
  /** Length of the recording; 0 while there is none. */
  readonly seconds: number;
}) {
  return (
    <div className={styles.transport}>
      <button
        type="button"
        className={controls.primary}
        disabled={seconds === 0}
        aria-label={playing ? 'Pause' : 'Play'}
        onClick={toggle}
      >
        <Icon name={playing ? 'pause' : 'play'} />
        <span className={styles.word}>{playing ? 'Pause' : 'Play'}</span>
      </button>
      <input
        className={`${controls.range} ${styles.place}`}
        type="range"
        aria-label="Place in the recording"
        aria-valuetext={`${clock(position, seconds)} of ${clock(seconds)}`}
        min={0}
        max={seconds || 1}
        step={seconds > 120 ? 1 : 0.05}
        value={Math.min(position, seconds || 1)}
        disabled={seconds === 0}
        onChange={({ currentTarget }) => {
          seek(Number(currentTarget.value));
        }}
      />
      <span className={styles.clock} aria-hidden="true">
        {clock(position, seconds)} / {clock(seconds)}
      </span>
      <Choice
        legend="Listen to"
        quiet
        options={[
          { value: 'mixture', label: 'Mixture' },
          { value: 'first', label: 'Talker 1' },
          { value: 'second', label: 'Talker 2' },
        ]}
        value={voice}
        onChange={listen}
      />
    </div>
  );
}
