import { useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import { applyTheme, storedTheme, storeTheme, themes, type Theme } from './theme.ts';
import styles from './shell.module.css';

const labels: Record<Theme, string> = {
  system: 'Theme: as the system',
  light: 'Theme: light',
  dark: 'Theme: dark',
};

const icons = { system: 'contrast', light: 'sun', dark: 'moon' } as const;

/** Steps through the themes: as the system, light, dark. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(storedTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <button
      type="button"
      className={styles.theme}
      aria-label={`${labels[theme]}. Change to ${next}`}
      title={labels[theme]}
      onClick={() => {
        applyTheme(next);
        storeTheme(next);
        setTheme(next);
      }}
    >
      <Icon name={icons[theme]} />
    </button>
  );
}
