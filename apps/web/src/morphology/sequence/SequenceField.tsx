import { useId, useRef, useState, type Dispatch, type KeyboardEvent, type ReactNode } from 'react';
import type { Action } from '../state/reducer.ts';
import { accept, complete, type Completion } from './completion.ts';
import { Fault } from './Fault.tsx';
import type { SequenceFault } from './parse.ts';
import { Suggestions } from './Suggestions.tsx';
import { Written } from './Written.tsx';
import styles from './sequence-field.module.css';

interface Props {
  readonly text: string;
  readonly fault: SequenceFault | undefined;
  readonly dispatch: Dispatch<Action>;
  /** What stands beside the field's name. */
  readonly children: ReactNode;
}

const nothing: Completion = { from: 0, to: 0, words: [] };

/** The line that the sequence is typed into, with suggestions and the fault pointed at. */
export function SequenceField({ text, fault: found, dispatch, children }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [completion, setCompletion] = useState(nothing);
  const [active, setActive] = useState(-1);
  const open = completion.words.length > 0;
  // While a word can still be completed it is not wrong yet.
  const fault = open ? undefined : found;

  const close = () => {
    setCompletion(nothing);
    setActive(-1);
  };
  const suggest = (written: string, caret: number) => {
    setCompletion(complete(written, caret));
    setActive(-1);
  };
  const take = (index: number) => {
    const word = completion.words[index];
    if (!word) return;
    const next = accept(text, completion, word);
    dispatch({ type: 'sequence-typed', text: next.text });
    suggest(next.text, next.caret);
    // The caret can only be set once the new text stands in the field.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.caret, next.caret);
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const count = completion.words.length;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (open && active >= 0) take(active);
      else close();
    } else if (event.key === 'Tab' && open && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      close();
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && open) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((active + step + count + (active < 0 && step < 0 ? 1 : 0)) % count);
    } else if (event.key === ' ' && event.ctrlKey) {
      event.preventDefault();
      suggest(text, field.current?.selectionStart ?? text.length);
    }
  };

  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label className={styles.label} htmlFor={`${id}-text`}>
          Sequence
        </label>
        {children}
      </div>
      <div className={styles.box} data-faulty={fault ? '' : undefined}>
        <Written text={text} fault={fault} />
        <textarea
          ref={field}
          id={`${id}-text`}
          className={styles.text}
          rows={1}
          value={text}
          placeholder="open:disk2 + close:rect5x3"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${id}-list-${active}` : undefined}
          aria-invalid={fault !== undefined}
          aria-describedby={`${id}-fault`}
          onChange={({ currentTarget }) => {
            const written = currentTarget.value.replaceAll(/[\r\n]+/g, ' ');
            dispatch({ type: 'sequence-typed', text: written });
            suggest(written, currentTarget.selectionStart);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => {
            close();
            dispatch({ type: 'sequence-settled' });
          }}
        />
        {open && (
          <Suggestions
            id={`${id}-list`}
            words={completion.words}
            active={active}
            column={completion.from}
            onTake={take}
          />
        )}
      </div>
      <Fault id={`${id}-fault`} fault={fault} />
    </div>
  );
}
