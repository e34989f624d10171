import { FileField } from '../../ui/FileField.tsx';
import { ProblemWords } from '../../ui/ProblemWords.tsx';
import controls from '../../ui/controls.module.css';
import type { View } from '../run/protocol.ts';
import type { Moved } from '../state/state.ts';
import { LayoutChoice } from './LayoutChoice.tsx';
import { ResultsView } from './ResultsView.tsx';
import type { Batch } from './use-batch.ts';
import styles from './batch.module.css';

const accepted = '.csv,.tsv,.tab,.txt,.jsonl,.ndjson,text/plain,text/csv';

/** A file of texts: chosen, looked at, classified, and given back with what was heard. */
export function FilePanel({
  batch,
  model,
  view,
  moved,
}: {
  readonly batch: Batch;
  /** The model that is chosen now, which may not be the one that made the results. */
  readonly model: string;
  readonly view: View;
  readonly moved: Moved;
}) {
  const { name, chosen, progress, results } = batch.state;
  const running = progress.state === 'running';
  return (
    <section className={styles.file} aria-labelledby="file-title">
      <h2 id="file-title" className={styles.title}>
        A file of texts
      </h2>
      <FileField
        icon="file"
        title={name ?? 'Open a file'}
        hint={
          chosen
            ? `${sizeOf(chosen.file.size)}; choose or drop another`
            : 'CSV, TSV, TXT or JSONL; or drop one anywhere'
        }
        label="File of texts"
        accepted={accepted}
        onFile={batch.open}
      />
      {chosen && (
        <div className={styles.choices}>
          <LayoutChoice chosen={chosen} batch={batch} />
          {running ? (
            <button type="button" className={controls.button} onClick={batch.cancel}>
              Cancel
            </button>
          ) : (
            <button type="button" className={controls.primary} onClick={batch.start}>
              {results ? 'Classify again' : 'Classify'}
            </button>
          )}
        </div>
      )}
      {progress.state === 'running' && (
        <progress
          className={styles.progress}
          value={progress.share}
          max={1}
          aria-label="Share of the file"
        />
      )}
      {progress.state === 'failed' && (
        <div className={styles.problem} role="alert">
          <ProblemWords problem={progress.problem} />
        </div>
      )}
      {results && (
        <ResultsView results={results} batch={batch} model={model} view={view} moved={moved} />
      )}
    </section>
  );
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
