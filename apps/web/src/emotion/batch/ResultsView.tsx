import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import controls from '../../ui/controls.module.css';
import type { View } from '../run/protocol.ts';
import type { Moved } from '../state/state.ts';
import type { ExportFormat } from './export.ts';
import { changedSince, madeBy } from './provenance.ts';
import { ResultLine } from './ResultLine.tsx';
import type { Results } from './state.ts';
import type { Batch } from './use-batch.ts';
import { useDownload } from './use-download.ts';
import styles from './batch.module.css';

/** Rows of the table on a page. */
const perPage = 25;
const whole = new Intl.NumberFormat('en');
const formats: readonly ExportFormat[] = ['csv', 'jsonl'];

/** The table of results, a page at a time, and the files it can be had as. */
export function ResultsView({
  results,
  batch: { state, dispatch, start },
  model,
  view,
  moved,
}: {
  readonly results: Results;
  readonly batch: Batch;
  /** The model that is chosen now. */
  readonly model: string;
  readonly view: View;
  readonly moved: Moved;
}) {
  const { table, length, info, chosen } = results;
  const { page, progress } = state;
  const shown = info.groups.length > 0 ? view : 'labels';
  const changed = changedSince(results, model, state.chosen ?? chosen);
  const download = useDownload(results, moved);
  const pages = Math.max(1, Math.ceil(length / perPage));
  const from = page * perPage;
  const rows = [...table.rows(from, Math.min(length, from + perPage))];
  const turn = (to: number) => {
    dispatch({ type: 'page-chosen', page: to });
  };
  return (
    <div className={styles.results}>
      <div className={styles.bar}>
        <div>
          <p role="status" className={styles.count}>
            {sentence(progress.state, length, table.problems)}
          </p>
          <p className={styles.maker}>{madeBy(results)}</p>
        </div>
        <div className={styles.downloads}>
          {formats.map((format) => (
            <button
              key={format}
              type="button"
              className={controls.button}
              disabled={progress.state === 'running' || length === 0 || download.busy}
              title="All rows, by the thresholds as they are set now"
              onClick={() => {
                download.start(format);
              }}
            >
              <Icon name="download" />
              {format.toUpperCase()}
            </button>
          ))}
        </div>
      </div>
      {changed !== '' && progress.state !== 'running' && (
        <div className={styles.stale} role="status">
          <p>Out of date: {changed}.</p>
          <button type="button" className={controls.button} onClick={start}>
            Classify again
          </button>
        </div>
      )}
      {rows.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Row</th>
              <th scope="col">Text</th>
              <th scope="col">Emotions</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ResultLine key={row.number} row={row} info={info} view={shown} moved={moved} />
            ))}
          </tbody>
        </table>
      )}
      {pages > 1 && (
        <nav className={styles.pager} aria-label="Pages of the table">
          <IconButton
            icon="previous"
            label="Previous rows"
            disabled={page === 0}
            onClick={() => {
              turn(page - 1);
            }}
          />
          <span>
            {whole.format(from + 1)}–{whole.format(Math.min(length, from + perPage))} of{' '}
            {whole.format(length)}
          </span>
          <IconButton
            icon="next"
            label="Next rows"
            disabled={page >= pages - 1}
            onClick={() => {
              turn(page + 1);
            }}
          />
        </nav>
      )}
    </div>
  );
}

function sentence(state: string, length: number, problems: number): string {
  const rows = `${whole.format(length)} ${length === 1 ? 'row' : 'rows'}`;
  const left = problems === 0 ? '' : `; ${whole.format(problems)} of them could not be classified`;
  switch (state) {
    case 'running':
      return `${rows} so far${left}`;
    case 'cancelled':
      return `Cancelled after ${rows}${left}`;
    case 'failed':
      return `Stopped after ${rows}${left}`;
    default:
      return `${rows}${left}`;
  }
}
