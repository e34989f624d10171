import { levelsOf, toldOf } from '../labels/levels.ts';
import type { ModelInfo, View } from '../run/protocol.ts';
import type { Moved } from '../state/state.ts';
import type { ResultRow } from './result-table.ts';
import styles from './batch.module.css';

/** Characters of a text that the table shows; the files hold all of it. */
const shown = 400;

/** A row of the table: its text, and the labels or groups over the thresholds that are set now. */
export function ResultLine({
  row,
  info,
  view,
  moved,
}: {
  readonly row: ResultRow;
  readonly info: ModelInfo;
  readonly view: View;
  readonly moved: Moved;
}) {
  const { number, text, problem, known, scores, language } = row;
  const told = toldOf(levelsOf(info, scores, known, view, moved, language));
  return (
    <tr>
      <th scope="row">{number.toLocaleString('en')}</th>
      <td>
        <div className={styles.text}>
          {text.length > shown ? `${text.slice(0, shown)} …` : text}
        </div>
      </td>
      <td>
        {problem !== undefined && <span className={styles.why}>{problem}</span>}
        {problem === undefined && told.length === 0 && (
          <span className={styles.none}>{known === 0 ? 'nothing known' : 'none'}</span>
        )}
        {problem === undefined &&
          told.map(({ name, score }) => (
            <span key={name} className={styles.chip}>
              {name} <span className={styles.share}>{Math.round(100 * score)}&thinsp;%</span>
            </span>
          ))}
      </td>
    </tr>
  );
}
