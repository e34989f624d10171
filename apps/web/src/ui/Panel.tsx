import { useId, type ReactNode, type Ref } from 'react';
import styles from './panel.module.css';

/** A titled part of the page. */
export function Panel({
  title,
  ref,
  children,
}: {
  readonly title: string;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section ref={ref} className={styles.panel} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}
