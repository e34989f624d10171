import { Mark } from './Mark.tsx';
import { pages, type Page } from './pages.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import styles from './shell.module.css';

/** The product's name, the pages there are, and the theme. */
export function Header({ current }: { readonly current: Page }) {
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
