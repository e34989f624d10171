import { useId } from 'react';
import { languageName } from '@onebit/emotion-classification';
import { Panel } from '../../ui/Panel.tsx';
import controls from '../../ui/controls.module.css';
import type { ModelInfo } from '../run/protocol.ts';
import { modelIds, noteOf } from './catalogue.ts';
import styles from './model-panel.module.css';

/** Which model listens, and what it has heard before. */
export function ModelPanel({
  model,
  info,
  language,
  onChange,
}: {
  readonly model: string;
  readonly info: ModelInfo | undefined;
  /** The language that the text was taken for. */
  readonly language: string | undefined;
  readonly onChange: (model: string) => void;
}) {
  const id = useId();
  const { note } = noteOf(model);
  return (
    <Panel title="Model">
      <label className="visually-hidden" htmlFor={id}>
        Model
      </label>
      <select
        id={id}
        className={controls.select}
        value={model}
        onChange={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      >
        {modelIds.map((known) => (
          <option key={known} value={known}>
            {noteOf(known).title}
          </option>
        ))}
      </select>
      {note && <p className={styles.note}>{note}</p>}
      <p className={styles.note} aria-live="polite">
        {info
          ? `${Math.round(info.bytes / 1000).toLocaleString('en')} KB, ${info.labels.length} labels. ${info.licence}.`
          : 'Loading …'}
      </p>
      {language !== undefined && (
        <p className={styles.note}>
          The text was taken for <strong>{languageName(language)}</strong>.
        </p>
      )}
    </Panel>
  );
}
