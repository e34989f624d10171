import { useCallback, useReducer } from 'react';
import { readAddress } from '../shell/address.ts';
import { useAddress } from '../shell/use-address.ts';
import { Choice } from '../ui/Choice.tsx';
import page from '../ui/page.module.css';
import { RunnerPanel } from '../ui/RunnerPanel.tsx';
import { ShareButton } from '../ui/ShareButton.tsx';
import { useIncoming } from '../ui/use-incoming.ts';
import { Transport } from './listen/Transport.tsx';
import { usePlayer } from './listen/use-player.ts';
import { ResultBar } from './result/ResultBar.tsx';
import { RunNotice } from './result/RunNotice.tsx';
import { useSeparation } from './run/use-separation.ts';
import { MaskPanel } from './settings/MaskPanel.tsx';
import { SourcePanel } from './source/SourcePanel.tsx';
import { addressing, readState } from './state/address.ts';
import { reduce } from './state/reducer.ts';
import type { Settings } from './state/settings.ts';
import { startState, type Source } from './state/state.ts';
import { Lanes } from './view/Lanes.tsx';
import styles from './page.module.css';

/** The recording's name, without its ending. */
const nameOf = (source: Source): string =>
  source.kind === 'sample' ? source.id : source.name.replace(/\.[^.]+$/, '');

/** Speech separation: two people at once in, each alone to hear, to see and to keep. */
export function SpeechPage() {
  const [state, dispatch] = useReducer(reduce, null, () =>
    startState(readState(readAddress(location.hash))),
  );
  const { source, settings, run, outcome } = state;
  const cancel = useSeparation(state, dispatch);
  const listening = usePlayer(outcome);
  const takeFile = useCallback((file: File) => {
    dispatch({ type: 'file-chosen', name: file.name, file });
  }, []);
  const hovering = useIncoming(takeFile);
  useAddress(state, dispatch, addressing);

  const change = (changed: Partial<Settings>) => {
    dispatch({ type: 'settings-changed', settings: changed });
  };
  const seconds = outcome ? outcome.report.input.seconds : 0;
  return (
    <div className={page.page}>
      <div className={page.head}>
        <h1 className={page.title}>Speech separation</h1>
        <div className={page.actions}>
          <ShareButton leftOut={source.kind === 'file' ? 'the recording' : ''} />
        </div>
      </div>
      <div className={page.columns}>
        <div className={styles.stage} aria-busy={run.state === 'running'}>
          <Transport listening={listening} seconds={seconds} />
          <div className={styles.area}>
            <Lanes
              outcome={outcome}
              view={settings.view}
              listening={listening}
              seconds={seconds}
              name={nameOf(source)}
            />
            <RunNotice
              run={run}
              onCancel={cancel}
              onRetry={() => {
                dispatch({ type: 'run-again' });
              }}
            />
          </div>
          <div className={styles.view}>
            <Choice
              legend="Show"
              quiet
              options={[
                { value: 'spectrogram', label: 'Spectrogram' },
                { value: 'waveform', label: 'Waveform' },
              ]}
              value={settings.view}
              onChange={(view) => {
                change({ view });
              }}
            />
            <p className={styles.legend}>
              {settings.view === 'spectrogram'
                ? 'Time runs to the right, 0 to 4 kHz upward. In the mixture the colour tells which talker got a sound.'
                : 'Time runs to the right. All tracks have one scale.'}
            </p>
          </div>
          {outcome && <ResultBar outcome={outcome} />}
        </div>
        <aside className={page.side} aria-label="Recording and settings">
          <SourcePanel source={source} dispatch={dispatch} />
          <RunnerPanel
            legend="Where the separator runs"
            runner={settings.runner}
            here={
              <>
                <strong>Nothing leaves this machine.</strong> The recording is read and separated in
                this tab.
              </>
            }
            there={
              <>
                <strong>The recording is sent to {location.host}.</strong> The service separates it
                and sends both talkers back.
              </>
            }
            onChange={(runner) => {
              change({ runner });
            }}
          />
          <MaskPanel settings={settings} onChange={change} />
        </aside>
      </div>
      {hovering && <p className={page.drop}>Drop the recording anywhere</p>}
    </div>
  );
}
