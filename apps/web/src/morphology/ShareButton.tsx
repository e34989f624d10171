import { useEffect, useState } from 'react';
import { Icon } from '../ui/Icon.tsx';
import controls from '../ui/controls.module.css';
import styles from './page.module.css';
import type { Source } from './state/state.ts';

/** Milliseconds for which the button says that it has copied. */
const pride = 2000;

/** Copies the address of this page, which holds all its settings but never the visitor's image. */
export function ShareButton({ source }: { readonly source: Source }) {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => {
      setSaid('');
    }, pride);
    return () => {
      clearTimeout(timer);
    };
  }, [said]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setSaid(source.kind === 'file' ? 'Copied, without the image' : 'Copied');
    } catch {
      setSaid('Copy it from the address bar');
    }
  };
  return (
    <button
      type="button"
      className={`${controls.button} ${styles.share}`}
      aria-label={said || 'Share'}
      title="Copy the address of this page with all its settings"
      onClick={() => void copy()}
    >
      <Icon name={said ? 'check' : 'share'} />
      <span className={styles.word} aria-live="polite">
        {said || 'Share'}
      </span>
    </button>
  );
}
