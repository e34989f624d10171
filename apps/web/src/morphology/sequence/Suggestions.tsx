import { useEffect, useRef } from 'react';
import { shapeOfWord } from './parse.ts';
import { ElementPicture } from './ElementPicture.tsx';
import type { Word } from './vocabulary.ts';
import styles from './suggestions.module.css';

interface Props {
  readonly id: string;
  readonly words: readonly Word[];
  readonly active: number;
  /** The character under which the list hangs. */
  readonly column: number;
  readonly onTake: (index: number) => void;
}

/** The words that fit at the caret; elements come with their picture. */
export function Suggestions({ id, words, active, column, onTake }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.style.setProperty('--column', String(column));
  }, [column]);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul ref={list} id={id} className={styles.list} role="listbox" aria-label="Suggestions">
      {words.map((word, index) => (
        <li
          key={word.text}
          id={`${id}-${index}`}
          className={styles.word}
          role="option"
          aria-selected={index === active}
          // The field must not lose the focus before the word is taken.
          onPointerDown={(event) => {
            event.preventDefault();
          }}
          onClick={() => {
            onTake(index);
          }}
        >
          <Picture word={word.text} />
          <code className={styles.name}>{word.text}</code>
          <span className={styles.says}>{word.says}</span>
        </li>
      ))}
    </ul>
  );
}

function Picture({ word }: { readonly word: string }) {
  const shape = shapeOfWord(word);
  if (!shape) return null;
  return (
    <span className={styles.picture} aria-hidden="true">
      <ElementPicture shape={shape} name={word} />
    </span>
  );
}
