import { useId } from 'react';
import controls from '../../ui/controls.module.css';
import type { Batch } from './use-batch.ts';
import type { Chosen } from './state.ts';
import styles from './batch.module.css';

/** Where in the file the texts stand, as far as that can be doubted. */
export function LayoutChoice({
  chosen: { layout, preview },
  batch,
}: {
  readonly chosen: Chosen;
  readonly batch: Batch;
}) {
  const id = useId();
  const { dispatch } = batch;
  if (layout.kind === 'lines') return <p className={styles.says}>Each line is a text.</p>;
  if (preview.columns.length === 0) {
    return (
      <p className={styles.says}>
        {layout.kind === 'json' ? 'Each line is a JSON document.' : 'No row could be read.'}
      </p>
    );
  }
  const value = layout.kind === 'json' ? preview.columns.indexOf(layout.member) : layout.column;
  return (
    <>
      <label className={styles.column} htmlFor={id}>
        <span>Texts stand in</span>
        <select
          id={id}
          className={controls.select}
          value={value}
          onChange={({ currentTarget }) => {
            const column = Number(currentTarget.value);
            const member = preview.columns[column] ?? '';
            dispatch({
              type: 'layout-chosen',
              layout: layout.kind === 'json' ? { ...layout, member } : { ...layout, column },
            });
          }}
        >
          {preview.columns.map((column, at) => (
            <option key={at} value={at}>
              {column || `Column ${at + 1}`}
              {sample(preview.samples[0]?.[layout.kind === 'json' ? -1 : at])}
            </option>
          ))}
        </select>
      </label>
      {layout.kind === 'table' && (
        <label className={styles.heading}>
          <input
            type="checkbox"
            checked={layout.heading}
            onChange={({ currentTarget }) => {
              batch.look(currentTarget.checked);
            }}
          />
          First row names the columns
        </label>
      )}
    </>
  );
}

function sample(field: string | undefined): string {
  if (field === undefined || field === '') return '';
  return `: ${field.length > 40 ? `${field.slice(0, 40)} …` : field}`;
}
