import { useId } from 'react';
import { Choice } from '../../ui/Choice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import controls from '../../ui/controls.module.css';
import { ownConfidence, type Settings } from '../state/settings.ts';
import styles from './settings.module.css';

/** How frequencies are shared out between the talkers. */
export function MaskPanel({
  settings: { mask, confidence },
  onChange,
}: {
  readonly settings: Settings;
  readonly onChange: (settings: Partial<Settings>) => void;
}) {
  const id = useId();
  const least = confidence ?? ownConfidence(mask);
  return (
    <Panel title="Mask">
      <Choice
        legend="Mask"
        quiet
        options={[
          { value: 'soft', label: 'Soft', title: 'Every frequency is shared out by parts' },
          { value: 'binary', label: 'Binary', title: 'Every frequency goes to a talker whole' },
        ]}
        value={mask}
        onChange={(chosen) => {
          onChange({ mask: chosen });
        }}
      />
      <p className={styles.says}>
        {mask === 'soft'
          ? 'Each frequency is shared out by parts: both tracks add up to the mixture.'
          : 'Each frequency goes to one talker whole: drier, with more artefacts.'}
      </p>
      <div>
        <label className={styles.label} htmlFor={id}>
          Leave out what is less sure than
        </label>
        <div className={styles.level}>
          <input
            id={id}
            className={controls.range}
            type="range"
            min={0}
            max={100}
            step={5}
            value={least}
            aria-valuetext={`${least} %`}
            onChange={({ currentTarget }) => {
              onChange({ confidence: Number(currentTarget.value) });
            }}
          />
          <output htmlFor={id}>{least} %</output>
        </div>
      </div>
    </Panel>
  );
}
