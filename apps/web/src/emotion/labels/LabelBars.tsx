import type { Dispatch } from 'react';
import { languageName } from '@onebit/emotion-classification';
import { Choice } from '../../ui/Choice.tsx';
import controls from '../../ui/controls.module.css';
import type { View } from '../run/protocol.ts';
import type { Action } from '../state/reducer.ts';
import { LevelRow } from './LevelRow.tsx';
import type { Level } from './levels.ts';
import styles from './labels.module.css';

/** A bar for each label or group, with its threshold. */
export function LabelBars({
  levels,
  view,
  hasGroups,
  target,
  silent,
  idle,
  language,
  canReset,
  dispatch,
}: {
  readonly levels: readonly Level[];
  readonly view: View;
  readonly hasGroups: boolean;
  /** The label whose words are coloured. */
  readonly target: string | undefined;
  /** Whether the model knows nothing of the text: the bars then say nothing of it. */
  readonly silent: boolean;
  /** Whether there is no result: the bars are then empty and cannot be used. */
  readonly idle: boolean;
  /** That the thresholds are of, where the model reads several. */
  readonly language: string | undefined;
  /** Whether any threshold was moved, be it in the other view or for another model. */
  readonly canReset: boolean;
  readonly dispatch: Dispatch<Action>;
}) {
  const never = levels.filter((level) => level.never && !level.moved).map(({ name }) => name);
  return (
    <section aria-label="Emotions">
      <div className={styles.head}>
        {hasGroups && (
          <Choice
            legend="What the bars show"
            quiet
            options={[
              { value: 'labels', label: 'All labels' },
              { value: 'groups', label: 'Ekman groups' },
            ]}
            value={view}
            onChange={(chosen) => {
              dispatch({ type: 'view-chosen', view: chosen });
            }}
          />
        )}
        <p className={styles.help}>
          The tick on each bar is its threshold: drag it. A name colours the words of its label.
          {language !== undefined &&
            ` Thresholds are those of ${languageName(language)}; other languages keep theirs.`}
          {language !== undefined &&
            never.length > 0 &&
            ` The model never tells ${never.join(' or ')} in ${languageName(language)}: the people who labelled its texts were not asked about it.`}
        </p>
        <button
          type="button"
          className={controls.button}
          disabled={!canReset}
          onClick={() => {
            dispatch({ type: 'thresholds-reset' });
          }}
        >
          Reset thresholds
        </button>
      </div>
      <ul
        className={styles.levels}
        data-view={view}
        data-silent={silent ? '' : undefined}
        data-idle={idle ? '' : undefined}
        aria-label={view === 'labels' ? 'Labels' : 'Groups'}
      >
        {levels.map((level) => (
          <LevelRow
            key={level.name}
            level={level}
            isTarget={level.name === target}
            idle={idle}
            dispatch={dispatch}
          />
        ))}
      </ul>
    </section>
  );
}
