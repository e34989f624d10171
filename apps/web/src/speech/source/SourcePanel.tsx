import type { Dispatch } from 'react';
import { FileField } from '../../ui/FileField.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { Action } from '../state/reducer.ts';
import type { Source } from '../state/state.ts';
import { RecordButton } from './RecordButton.tsx';
import { samples } from './samples.ts';
import styles from './source.module.css';

/** What the file dialogue offers; anything else may still be dropped or pasted. */
const accepted = 'audio/*,.wav,.flac,.mp3,.ogg,.opus,.m4a,.webm';

/** The recording: one of the visitor's, one made now, or one that comes along. */
export function SourcePanel({
  source,
  dispatch,
}: {
  readonly source: Source;
  readonly dispatch: Dispatch<Action>;
}) {
  const take = (file: File) => {
    dispatch({ type: 'file-chosen', name: file.name, file });
  };
  return (
    <Panel title="Recording">
      <FileField
        icon="wave"
        title={source.kind === 'file' ? source.name : 'Open a recording'}
        hint={source.kind === 'file' ? 'Choose, drop or paste another' : 'or drop one anywhere'}
        label="Sound file"
        accepted={accepted}
        onFile={take}
      />
      <RecordButton onRecorded={take} />
      <ul className={styles.samples} aria-label="Samples">
        {samples.map(({ id, title, says }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.sample}
              aria-pressed={source.kind === 'sample' && source.id === id}
              onClick={() => {
                dispatch({ type: 'sample-chosen', id });
              }}
            >
              <strong>{title}</strong>
              <span className={styles.hint}>{says}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className={styles.credit}>
        Samples from{' '}
        <a href="https://www.openslr.org/12" rel="noreferrer">
          LibriSpeech
        </a>
        , © Vassil Panayotov,{' '}
        <a href="https://creativecommons.org/licenses/by/4.0/" rel="noreferrer">
          CC BY 4.0
        </a>
        ; resampled and mixed.
      </p>
    </Panel>
  );
}
