import { useEffect, useState } from 'react';
import { Icon } from './Icon.tsx';
import controls from './controls.module.css';
import styles from './share-button.module.css';

/** Milliseconds for which the button says that it has copied. */
const pride = 2000;

/** Copies the address of this page, which holds all its settings. */
export function ShareButton({
  leftOut,
}: {
  /** What the address does not hold, such as "the image"; empty where it holds everything. */
  readonly leftOut: string;
}) {
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
      setSaid(leftOut ? `Copied, without ${leftOut}` : 'Copied');
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
