import { useEffect, useRef } from 'react';
import { Mark } from './Mark.tsx';
import { pages, type Page } from './pages.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import styles from './shell.module.css';

/** The product's name, the pages there are, and the theme. */
export function Header({ current }: { readonly current: Page }) {
  const link = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the pages scroll sideways.
  useEffect(() => {
    link.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <header className={styles.header}>
      <div className={styles.bar}>
        <a className={styles.name} href={`#/${pages[0].task}`} aria-label="Onebit, first page">
          <Mark />
          Onebit
        </a>
        <nav aria-label="Applications">
          <ul className={styles.pages}>
            {pages.map((page) => (
              <li key={page.task}>
                <a
                  ref={page === current ? link : undefined}
                  className={styles.page}
                  href={`#/${page.task}`}
                  aria-current={page === current ? 'page' : undefined}
                >
                  {page.title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <ThemeSwitch />
      </div>
    </header>
  );
}
