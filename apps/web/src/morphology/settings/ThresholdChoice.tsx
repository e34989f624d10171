import { useId } from 'react';
import { Choice } from '../../ui/Choice.tsx';
import controls from '../../ui/controls.module.css';
import { highestLevel, type Threshold } from '../state/settings.ts';
import styles from './settings.module.css';

interface Props {
  readonly threshold: Threshold;
  /** The level that was found, from which a level of one's own starts. */
  readonly detectedLevel: number | null;
  readonly onChange: (threshold: Threshold) => void;
}

const middle = 127;

/** How grey becomes black and white; a level of one's own has a slider. */
export function ThresholdChoice({ threshold, detectedLevel, onChange }: Props) {
  const id = useId();
  return (
    <>
      <Choice
        legend="Threshold"
        options={[
          { value: 'otsu', label: 'Otsu', title: 'One level, found from the histogram' },
          {
            value: 'sauvola',
            label: 'Sauvola',
            title: 'A level for every pixel: for uneven light',
          },
          { value: 'fixed', label: 'Level', title: 'One level of your own' },
        ]}
        value={threshold.method}
        onChange={(method) => {
          const level = Math.min(detectedLevel ?? middle, highestLevel);
          onChange(method === 'fixed' ? { method, level } : { method });
        }}
      />
      {threshold.method === 'fixed' && (
        <div className={styles.level}>
          <label className="visually-hidden" htmlFor={id}>
            Level
          </label>
          <input
            id={id}
            className={controls.range}
            type="range"
            min={0}
            max={highestLevel}
            value={threshold.level}
            onChange={({ currentTarget }) => {
              onChange({ method: 'fixed', level: Number(currentTarget.value) });
            }}
          />
          <output htmlFor={id}>{threshold.level}</output>
        </div>
      )}
    </>
  );
}
