import controls from './controls.module.css';
import styles from './notice.module.css';

/** That work was stopped, and a way to start it again. */
export function CancelledNotice({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div className={styles.card} role="status">
      <p>Cancelled.</p>
      <button type="button" className={controls.button} onClick={onRetry}>
        Run again
      </button>
    </div>
  );
}
