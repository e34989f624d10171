import type { Dispatch } from 'react';
import { Panel } from '../../ui/Panel.tsx';
import { Choice } from '../../ui/Choice.tsx';
import type { Reading } from '../run/protocol.ts';
import type { Action } from '../state/reducer.ts';
import type { ForegroundChoice, Settings } from '../state/settings.ts';
import { BorderChoice } from './BorderChoice.tsx';
import { ThresholdChoice } from './ThresholdChoice.tsx';
import styles from './settings.module.css';

interface Props {
  readonly settings: Settings;
  readonly reading: Reading | undefined;
  readonly dispatch: Dispatch<Action>;
}

const foregroundOptions: readonly { value: ForegroundChoice; label: string }[] = [
  { value: 'auto', label: 'Detect' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

/** How the image is read: threshold, foreground, and what was detected, in plain words. */
export function SettingsPanel({ settings, reading, dispatch }: Props) {
  const change = (changed: Partial<Settings>) => {
    dispatch({ type: 'settings-changed', settings: changed });
  };
  return (
    <>
      <Panel title="Black and white">
        <ThresholdChoice
          threshold={settings.threshold}
          detectedLevel={reading?.level ?? null}
          onChange={(threshold) => {
            change({ threshold });
          }}
        />
        <Choice
          legend="Foreground"
          options={foregroundOptions}
          value={settings.foreground}
          onChange={(foreground) => {
            change({ foreground });
          }}
        />
        {reading && (
          <p className={styles.detected} aria-live="polite">
            {[reading.thresholdText, reading.foregroundText, ...reading.notes].join(' ')}
          </p>
        )}
      </Panel>
      <Panel title="Beyond the edge">
        <BorderChoice
          border={settings.border}
          onChange={(border) => {
            change({ border });
          }}
        />
      </Panel>
    </>
  );
}
