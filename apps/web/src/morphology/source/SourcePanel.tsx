import type { Dispatch } from 'react';
import { FileField } from '../../ui/FileField.tsx';
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
  const pictures = useSamplePictures();
  return (
    <Panel title="Image">
      <FileField
        icon="image"
        title={source.kind === 'file' ? source.name : 'Open an image'}
        hint={
          source.kind === 'file' ? 'Choose, drop or paste another' : 'or drop or paste one anywhere'
        }
        label="Image file"
        accepted={accepted}
        onFile={(file) => {
          dispatch({ type: 'file-chosen', name: file.name, file });
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
