import type { ElementShape } from './parse.ts';
import styles from './element-picture.module.css';

/** Draws the runs of one kind of cell as one path: large elements stay cheap. */
function cellsPath(rows: readonly string[], cell: string): string {
  return rows
    .flatMap((row, y) =>
      [...row.matchAll(new RegExp(`${cell}+`, 'g'))].map(
        ({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`,
      ),
    )
    .join('');
}

/** Grid lines are drawn while single cells can still be told apart. */
const largestGrid = 9;

/** A picture of a structuring element, its origin marked. */
export function ElementPicture({
  shape,
  name,
}: {
  readonly shape: ElementShape;
  readonly name: string;
}) {
  const { rows, originX, originY } = shape;
  const width = rows[0]?.length ?? 1;
  const height = rows.length;
  const side = Math.max(width, height, 3);
  const [left, top] = [(width - side) / 2, (height - side) / 2];
  const onCell = rows[originY]?.[originX] === '1';
  return (
    <svg
      className={styles.picture}
      viewBox={`${left} ${top} ${side} ${side}`}
      role="img"
      aria-label={`${name}: ${width} by ${height} cells, origin in column ${originX + 1}, row ${originY + 1}`}
    >
      <rect className={styles.ground} width={width} height={height} />
      <path className={styles.set} d={cellsPath(rows, '1')} />
      <path className={styles.any} d={cellsPath(rows, 'x')} />
      {side <= largestGrid && (
        <path
          className={styles.grid}
          d={[
            ...Array.from({ length: width + 1 }, (_, x) => `M${x} 0v${height}`),
            ...Array.from({ length: height + 1 }, (_, y) => `M0 ${y}h${width}`),
          ].join('')}
        />
      )}
      <circle
        className={onCell ? styles.originOnCell : styles.origin}
        cx={originX + 0.5}
        cy={originY + 0.5}
        r={Math.max(0.17, side / 40)}
      />
    </svg>
  );
}
