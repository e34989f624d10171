import type { Dispatch } from 'react';
import { Choice } from '../../ui/Choice.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import type { Action } from '../state/reducer.ts';
import type { View } from '../state/settings.ts';
import type { ViewControl } from './use-view.ts';
import styles from './stage.module.css';

const options: readonly { value: View; icon: IconName; word: string }[] = [
  { value: 'slider', icon: 'slider', word: 'Slider' },
  { value: 'sides', icon: 'sides', word: 'Side by side' },
  { value: 'difference', icon: 'difference', word: 'Difference' },
];

interface Props {
  readonly view: View;
  readonly control: ViewControl;
  readonly dispatch: Dispatch<Action>;
}

/** How before and after are shown, and the zoom. */
export function Toolbar({ view, control, dispatch }: Props) {
  const percent = control.transform && Math.round(control.transform.scale * 100);
  return (
    <div className={styles.toolbar}>
      <Choice
        legend="How to compare"
        quiet
        value={view}
        options={options.map(({ value, icon, word }) => ({
          value,
          title: word,
          label: (
            <>
              <Icon name={icon} />
              <span className={styles.word}>{word}</span>
            </>
          ),
        }))}
        onChange={(chosen) => {
          dispatch({ type: 'settings-changed', settings: { view: chosen } });
        }}
      />
      <div className={styles.zoom} role="group" aria-label="Zoom">
        <IconButton icon="minus" label="Zoom out" onClick={control.zoomOut} />
        <button
          type="button"
          className={styles.percent}
          title="Show at its own size"
          aria-label={`Zoom ${percent ?? 100} percent. Show at its own size`}
          onClick={control.ownSize}
        >
          {percent === null ? '' : `${percent}\u2009%`}
        </button>
        <IconButton icon="plus" label="Zoom in" onClick={control.zoomIn} />
        <IconButton icon="fit" label="Fit the whole image" onClick={control.fitAll} />
      </div>
    </div>
  );
}
