import { useEffect, useRef } from 'react';
import { Mark } from './Mark.tsx';
import { pages, type Page } from './pages.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import styles from './shell.module.css';

/** The product's name, the pages there are, and the theme. */
export function Header({ current }: { readonly current: Page }) {
  const nav = useRef<HTMLElement>(null);
  const link = useRef<HTMLAnchorElement>(null);
  // On a narrow screen the pages scroll sideways; it may become narrow, and letters come late.
  useEffect(() => {
    const watch = new ResizeObserver(() => {
      if (nav.current && link.current) showWhole(nav.current, link.current);
    });
    for (const part of [nav, link]) if (part.current) watch.observe(part.current);
    return () => {
      watch.disconnect();
    };
  }, [current]);
  return (
    <header className={styles.header}>
      <div className={styles.bar}>
        <a className={styles.name} href={`#/${pages[0].task}`} aria-label="Onebit, first page">
          <Mark />
          Onebit
        </a>
        <nav ref={nav} aria-label="Applications">
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

/** Scrolls sideways only: the page may be scrolled down, and stays there. */
function showWhole(nav: HTMLElement, link: HTMLElement): void {
  const frame = nav.getBoundingClientRect();
  const { left, right } = link.getBoundingClientRect();
  if (right > frame.right) nav.scrollLeft += right - frame.right;
  else if (left < frame.left) nav.scrollLeft += left - frame.left;
}
