import { useRef, type ComponentProps } from 'react';
import { Icon } from './Icon.tsx';
import styles from './file-field.module.css';

/** A wide button that opens the file dialogue, and says what may be done instead. */
export function FileField({
  icon,
  title,
  hint,
  label,
  accepted,
  onFile,
}: {
  readonly icon: ComponentProps<typeof Icon>['name'];
  /** The name of the file in use, or what the button does. */
  readonly title: string;
  readonly hint: string;
  /** What the input is called, for who does not see the button. */
  readonly label: string;
  /** What the dialogue offers; anything else may still be dropped. */
  readonly accepted: string;
  readonly onFile: (file: File) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={styles.open}
        onClick={() => {
          picker.current?.click();
        }}
      >
        <Icon name={icon} size={20} />
        <span className={styles.words}>
          <strong>{title}</strong>
          <span className={styles.hint}>{hint}</span>
        </span>
      </button>
      <input
        ref={picker}
        className="visually-hidden"
        type="file"
        accept={accepted}
        tabIndex={-1}
        aria-label={label}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onFile(file);
          // The same file can be chosen again after it was changed.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
