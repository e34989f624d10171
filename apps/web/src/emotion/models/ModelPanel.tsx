import { Choice } from '../../ui/Choice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import type { ModelInfo } from '../run/protocol.ts';
import { modelIds, noteOf } from './catalogue.ts';
import styles from './model-panel.module.css';

/** Which model listens, and what it has heard before. */
export function ModelPanel({
  model,
  info,
  onChange,
}: {
  readonly model: string;
  readonly info: ModelInfo | undefined;
  readonly onChange: (model: string) => void;
}) {
  const { note } = noteOf(model);
  return (
    <Panel title="Model">
      <Choice
        legend="Model"
        quiet
        options={modelIds.map((id) => ({ value: id, label: noteOf(id).title }))}
        value={model}
        onChange={onChange}
      />
      {note && <p className={styles.note}>{note}</p>}
      <p className={styles.note} aria-live="polite">
        {info
          ? `${Math.round(info.bytes / 1000).toLocaleString('en')} KB, ${info.labels.length} labels. ${info.licence}.`
          : 'Loading …'}
      </p>
    </Panel>
  );
}
