import { useId, useRef, useState, type DragEvent } from 'react';
import { Choice } from '../../ui/Choice.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemWords } from '../../ui/ProblemWords.tsx';
import type { Problem } from '../../ui/problem.ts';
import controls from '../../ui/controls.module.css';
import { Examples } from './Examples.tsx';
import { LessonPanel } from './Lesson.tsx';
import { blankPicture, pairFiles } from './pictures.ts';
import type { TableBytes, Taught, WindowSide } from './protocol.ts';
import { useTeacher } from './use-teacher.ts';
import styles from './teach.module.css';

interface Props {
  /** Given a filter that is to be used. */
  readonly onUse: (taught: Taught) => void;
  /** Given a model file of the visitor's. */
  readonly onModelFile: (file: File) => void;
  /** Why the last model file could not be loaded. */
  readonly modelProblem: Problem | null;
}

const accepted = 'image/*,.pbm,.pgm,.ppm,.pnm';

/** Teaches a filter by example: pairs of pictures before and after, drawn or dropped here. */
export function TeachPanel({ onUse, onModelFile, modelProblem }: Props) {
  const id = useId();
  const { examples, lesson, dispatch, ask, cancel } = useTeacher();
  const pictures = useRef<HTMLInputElement>(null);
  const model = useRef<HTMLInputElement>(null);
  const [window, setWindow] = useState<WindowSide>(7);
  const [maxBytes, setMaxBytes] = useState<TableBytes>(4096);
  const [alone, setAlone] = useState<readonly string[]>([]);
  const busy = lesson.state === 'working';

  const take = (files: readonly File[]) => {
    const found = pairFiles(files);
    setAlone(found.alone);
    if (found.pairs.length > 0) ask({ kind: 'read', pairs: found.pairs });
  };
  const onDrop = (event: DragEvent) => {
    const files = [...event.dataTransfer.files];
    if (files.length === 0) return;
    const [first] = files;
    const isModel = files.length === 1 && first?.name.toLowerCase().endsWith('.safetensors');
    // The page takes what this panel does not: a model, or an image to filter.
    if (isModel) return;
    event.preventDefault();
    take(files);
  };

  return (
    <section className={styles.panel} aria-labelledby={id} onDrop={onDrop}>
      <div className={styles.head}>
        <h2 id={id} className={styles.title}>
          Teach by example
        </h2>
        <p className={styles.lead}>
          Show what should become of a few pictures; the smallest filter that does it is searched
          for in this tab. Draw pairs, or drop files such as <code>1-before.png</code> and{' '}
          <code>1-after.png</code>.
        </p>
      </div>
      <div className={styles.actions}>
        <button
          type="button"
          className={controls.button}
          disabled={busy}
          onClick={() => {
            dispatch({
              type: 'added',
              pairs: [{ before: blankPicture(), after: blankPicture() }],
            });
          }}
        >
          <Icon name="plus" />
          Draw a pair
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={busy}
          onClick={() => pictures.current?.click()}
        >
          <Icon name="image" />
          Add files
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={busy}
          onClick={() => {
            ask({ kind: 'example' });
          }}
        >
          Try it on 12 pairs
        </button>
        <button
          type="button"
          className={controls.button}
          disabled={busy}
          onClick={() => model.current?.click()}
        >
          <Icon name="file" />
          Load a model file
        </button>
        {examples.length > 0 && (
          <button
            type="button"
            className={controls.button}
            disabled={busy}
            onClick={() => {
              dispatch({ type: 'cleared' });
            }}
          >
            Clear
          </button>
        )}
      </div>
      <input
        ref={pictures}
        className="visually-hidden"
        type="file"
        multiple
        accept={accepted}
        tabIndex={-1}
        aria-label="Before and after pictures"
        onChange={({ currentTarget }) => {
          take([...(currentTarget.files ?? [])]);
          currentTarget.value = '';
        }}
      />
      <input
        ref={model}
        className="visually-hidden"
        type="file"
        accept=".safetensors"
        tabIndex={-1}
        aria-label="Model file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onModelFile(file);
          currentTarget.value = '';
        }}
      />
      {alone.length > 0 && (
        <p className={styles.alone} role="alert">
          No partner was found for {alone.join(', ')}. Files make pairs by their names, or as two at
          a time.
        </p>
      )}
      {modelProblem && (
        <div className={styles.lesson} role="alert">
          <ProblemWords problem={modelProblem} />
        </div>
      )}
      <Examples examples={examples} busy={busy} dispatch={dispatch} />
      {examples.length > 0 && (
        <div className={styles.options}>
          <Choice
            legend="Largest element"
            options={([3, 5, 7, 9] as const).map((side) => ({
              value: String(side),
              label: `${side} × ${side}`,
            }))}
            value={String(window)}
            onChange={(side) => {
              setWindow(Number(side) as WindowSide);
            }}
          />
          <Choice
            legend="If no sequence does it"
            options={[
              { value: '0', label: 'Nearest sequence' },
              { value: '1024', label: '1 KB table' },
              { value: '4096', label: '4 KB table' },
            ]}
            value={String(maxBytes)}
            onChange={(bytes) => {
              setMaxBytes(Number(bytes) as TableBytes);
            }}
          />
          <button
            type="button"
            className={controls.primary}
            disabled={busy}
            onClick={() => {
              ask({ kind: 'fit', pairs: examples, window, maxBytes });
            }}
          >
            Learn from {examples.length} {examples.length === 1 ? 'pair' : 'pairs'}
          </button>
        </div>
      )}
      <LessonPanel lesson={lesson} onCancel={cancel} onUse={onUse} />
    </section>
  );
}
