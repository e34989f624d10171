import { useId } from 'react';
import type { Border } from '@onebit/morphology';
import controls from '../../ui/controls.module.css';
import styles from './settings.module.css';

/** The border rules in plain words. */
const rules: readonly { value: Border; label: string; says: string }[] = [
  { value: 'ignore', label: 'Ignore', says: 'Pixels beyond the edge never decide anything.' },
  {
    value: 'background',
    label: 'Background',
    says: 'Beyond the edge lies background: erosion eats in from there.',
  },
  {
    value: 'foreground',
    label: 'Foreground',
    says: 'Beyond the edge lies foreground: dilation grows in from there.',
  },
];

const presets: readonly { value: Border; label: string; says: string }[] = [
  {
    value: 'scikit-image',
    label: 'like scikit-image',
    says: 'The same bits as its binary functions.',
  },
  {
    value: 'opencv',
    label: 'like OpenCV',
    says: 'The same bits as OpenCV, with its turned elements.',
  },
  { value: 'leptonica', label: 'like Leptonica', says: 'The same bits as Leptonica’s default.' },
  { value: 'scipy', label: 'like SciPy', says: 'The same bits as SciPy with border_value 0.' },
];

/** What pixels beyond the edge count as. */
export function BorderChoice({
  border,
  onChange,
}: {
  readonly border: Border;
  readonly onChange: (border: Border) => void;
}) {
  const id = useId();
  const all = [...rules, ...presets];
  return (
    <div>
      <label className="visually-hidden" htmlFor={id}>
        Border rule
      </label>
      <select
        id={id}
        className={controls.select}
        value={border}
        aria-describedby={`${id}-says`}
        onChange={({ currentTarget }) => {
          const chosen = all.find(({ value }) => value === currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        <optgroup label="Rules">
          {rules.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </optgroup>
        <optgroup label="Other libraries">
          {presets.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </optgroup>
      </select>
      <p id={`${id}-says`} className={styles.says}>
        {all.find(({ value }) => value === border)?.says}
      </p>
    </div>
  );
}
