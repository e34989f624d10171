import { Suspense, useEffect, useState } from 'react';
import { readAddress } from './address.ts';
import { Header } from './Header.tsx';
import { pageOf } from './pages.ts';
import styles from './shell.module.css';

function currentTask(): string {
  return readAddress(window.location.hash).task;
}

/** The frame round every page: header, navigation, and the page that the address names. */
export function Shell() {
  const [task, setTask] = useState(currentTask);
  useEffect(() => {
    const follow = () => {
      setTask(currentTask());
    };
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
    };
  }, []);

  const page = pageOf(task);
  useEffect(() => {
    document.title = `${page.title} · Onebit`;
  }, [page]);

  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content" onClick={skipToContent}>
        Skip to content
      </a>
      <Header current={page} />
      <main id="content" tabIndex={-1} className={styles.main}>
        <Suspense>
          <page.View />
        </Suspense>
      </main>
    </div>
  );
}

// The part after `#` is the page's state, so the skip link moves the focus without touching it.
function skipToContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
