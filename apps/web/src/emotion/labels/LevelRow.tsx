import { memo, type CSSProperties, type Dispatch } from 'react';
import type { Action } from '../state/reducer.ts';
import type { Level } from './levels.ts';
import styles from './labels.module.css';

const percent = (share: number): string => `${Math.round(100 * share)}\u2009%`;

/** One bar: its name chooses the words that are coloured, its tick is moved. */
export const LevelRow = memo(
  function LevelRow({
    level: { name, score, threshold, key, moved, told, never },
    isTarget,
    idle,
    dispatch,
  }: {
    readonly level: Level;
    readonly isTarget: boolean;
    /** Whether there is no result that the bar could show. */
    readonly idle: boolean;
    readonly dispatch: Dispatch<Action>;
  }) {
    return (
      <li className={styles.level} data-told={told ? '' : undefined}>
        <button
          type="button"
          className={styles.name}
          aria-pressed={isTarget}
          aria-label={
            idle
              ? `${name}: no result`
              : `${name}: ${Math.round(100 * score)} percent${told ? ', told' : ''}`
          }
          disabled={idle}
          title={`Colour the words that spoke for ${name}`}
          onClick={() => {
            dispatch({ type: 'name-chosen', name });
          }}
        >
          {name}
        </button>
        <div className={styles.track} style={{ '--score': score } as CSSProperties}>
          <div className={styles.fill} />
          <input
            type="range"
            className={styles.tick}
            data-moved={moved ? '' : undefined}
            min={0}
            max={1}
            step={0.01}
            value={threshold}
            disabled={idle}
            aria-label={`Threshold of ${name}`}
            aria-valuetext={`${Math.round(100 * threshold)} percent${moved ? ', moved' : ''}${never && !moved ? ', never told' : ''}`}
            title={`Threshold ${percent(threshold)}${moved ? '; double-click gives the model’s back' : never ? ': the model never tells it' : ''}`}
            onChange={({ currentTarget }) => {
              dispatch({ type: 'threshold-moved', key, threshold: Number(currentTarget.value) });
            }}
            onDoubleClick={() => {
              dispatch({ type: 'threshold-reset', key });
            }}
          />
        </div>
        <span className={styles.share} aria-hidden="true">
          {idle ? '–' : percent(score)}
        </span>
      </li>
    );
  },
  (before, after) =>
    before.isTarget === after.isTarget &&
    before.idle === after.idle &&
    before.level.score === after.level.score &&
    before.level.threshold === after.level.threshold &&
    before.level.key === after.level.key &&
    before.level.moved === after.level.moved &&
    before.level.told === after.level.told,
);
