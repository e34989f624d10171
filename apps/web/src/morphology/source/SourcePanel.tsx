import { useRef, type Dispatch } from 'react';
import { Icon } from '../../ui/Icon.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { samples } from '../samples/catalogue.ts';
import type { Action } from '../state/reducer.ts';
import type { Source } from '../state/state.ts';
import { useSamplePictures } from './use-sample-pictures.ts';
import { Thumbnail } from './Thumbnail.tsx';
import styles from './source.module.css';

/** What the file dialogue offers; anything else may still be dropped or pasted. */
const accepted = 'image/*,.pbm,.pgm,.ppm,.pnm,.tif,.tiff';

/** The image: one of the visitor's, or one that the page draws. */
export function SourcePanel({
  source,
  dispatch,
}: {
  readonly source: Source;
  readonly dispatch: Dispatch<Action>;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const pictures = useSamplePictures();
  return (
    <Panel title="Image">
      <button
        type="button"
        className={styles.open}
        onClick={() => {
          picker.current?.click();
        }}
      >
        <Icon name="image" size={20} />
        <span>
          <strong>{source.kind === 'file' ? source.name : 'Open an image'}</strong>
          <span className={styles.hint}>
            {source.kind === 'file'
              ? 'Choose, drop or paste another'
              : 'or drop or paste one anywhere'}
          </span>
        </span>
      </button>
      <input
        ref={picker}
        className="visually-hidden"
        type="file"
        accept={accepted}
        tabIndex={-1}
        aria-label="Image file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) dispatch({ type: 'file-chosen', name: file.name, file });
          // The same file can be chosen again after it was changed.
          currentTarget.value = '';
        }}
      />
      <ul className={styles.samples} aria-label="Samples drawn by this page">
        {samples.map(({ id, title }) => (
          <li key={id}>
            <button
              type="button"
              className={styles.sample}
              aria-pressed={source.kind === 'sample' && source.id === id}
              onClick={() => {
                dispatch({ type: 'sample-chosen', id });
              }}
            >
              <Thumbnail picture={pictures.get(id)} />
              {title}
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
