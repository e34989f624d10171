import { useRef } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import controls from '../../ui/controls.module.css';
import type { Voice } from '../listen/player.ts';
import type { Listening } from '../listen/use-player.ts';
import type { Outcome } from '../run/protocol.ts';
import type { View } from '../state/settings.ts';
import { Lane } from './Lane.tsx';
import { SureStrip } from './SureStrip.tsx';
import { useColours } from './use-colours.ts';
import { useFiles } from './use-files.ts';
import styles from './lanes.module.css';

const titles: Readonly<Record<Voice, string>> = {
  mixture: 'Mixture',
  first: 'Talker 1',
  second: 'Talker 2',
};

/** Mixture and talkers one under the other, in step. */
export function Lanes({
  outcome,
  view,
  listening,
  seconds,
  name,
}: {
  readonly outcome: Outcome | null;
  readonly view: View;
  readonly listening: Listening;
  readonly seconds: number;
  /** The recording's name, from which the files have theirs. */
  readonly name: string;
}) {
  const [first, second] = [useRef<HTMLSpanElement>(null), useRef<HTMLSpanElement>(null)];
  const colours = useColours(first, second);
  const files = useFiles(outcome);
  const lane = (voice: Voice, talker?: 0 | 1) => (
    <Lane
      voice={voice}
      title={titles[voice]}
      outcome={outcome}
      view={view}
      colours={colours}
      heard={listening.voice === voice}
      place={seconds > 0 ? listening.position / seconds : 0}
      onListen={() => {
        listening.listen(voice);
      }}
      onSeek={(place) => {
        listening.seek(place * seconds);
      }}
    >
      {talker !== undefined && files && (
        <a
          className={controls.button}
          href={files[talker]}
          download={`${name}-talker-${talker + 1}.wav`}
          aria-label={`Download talker ${talker + 1} as WAV`}
        >
          <Icon name="download" />
          WAV
        </a>
      )}
    </Lane>
  );
  return (
    <div className={styles.lanes}>
      <span ref={first} className={styles.first} hidden />
      <span ref={second} className={styles.second} hidden />
      {lane('mixture')}
      {lane('first', 0)}
      {lane('second', 1)}
      <SureStrip outcome={outcome} seconds={seconds} />
    </div>
  );
}
