import { Icon } from '../../ui/Icon.tsx';
import { Canvas } from './Canvas.tsx';
import { drawnSide, type Example, type Picture } from './pictures.ts';
import type { Teacher } from './use-teacher.ts';
import styles from './teach.module.css';

/** Pictures up to this side can be drawn on: the cells of larger ones cannot be hit. */
const largestDrawn = 2 * drawnSide;

/** The pairs to learn from, and beside each what the learned filter makes of it. */
export function Examples({
  examples,
  busy,
  dispatch,
}: {
  readonly examples: readonly Example[];
  readonly busy: boolean;
  readonly dispatch: Teacher['dispatch'];
}) {
  return (
    <ol className={styles.examples} aria-label="Pairs to learn from">
      {examples.map((example, index) => (
        <Pair
          key={example.id}
          example={example}
          number={index + 1}
          busy={busy}
          onDraw={(side, picture) => {
            dispatch({ type: 'drawn', id: example.id, side, picture });
          }}
          onRemove={() => {
            dispatch({ type: 'removed', id: example.id });
          }}
        />
      ))}
    </ol>
  );
}

function Pair({
  example,
  number,
  busy,
  onDraw,
  onRemove,
}: {
  readonly example: Example;
  readonly number: number;
  readonly busy: boolean;
  readonly onDraw: (side: 'before' | 'after', picture: Picture) => void;
  readonly onRemove: () => void;
}) {
  const { before, after, result } = example;
  const drawable = !busy && Math.max(before.width, before.height) <= largestDrawn;
  const drawOn = (side: 'before' | 'after') =>
    drawable ? (picture: Picture) => onDraw(side, picture) : undefined;
  return (
    <li className={styles.pair}>
      <figure className={styles.figure}>
        <Canvas label={`Before, pair ${number}`} picture={before} onDraw={drawOn('before')} />
        <figcaption>Before</figcaption>
      </figure>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
      <figure className={styles.figure}>
        <Canvas label={`After, pair ${number}`} picture={after} onDraw={drawOn('after')} />
        <figcaption>After</figcaption>
      </figure>
      {result && (
        <figure className={styles.figure}>
          <Canvas label={`Learned, pair ${number}`} picture={result} />
          <figcaption>{differing(after, result)}</figcaption>
        </figure>
      )}
      <span className={styles.pairTools}>
        <button
          type="button"
          className={styles.pairTool}
          title="Begin the after picture as a copy of the before picture"
          aria-label={`Copy before to after in pair ${number}`}
          disabled={busy}
          onClick={() => {
            onDraw('after', before);
          }}
        >
          <Icon name="next" size={12} />
        </button>
        <button
          type="button"
          className={styles.pairTool}
          title="Remove the pair"
          aria-label={`Remove pair ${number}`}
          disabled={busy}
          onClick={onRemove}
        >
          <Icon name="close" size={12} />
        </button>
      </span>
    </li>
  );
}

function differing(wanted: Picture, made: Picture): string {
  let errors = 0;
  for (const [at, pixel] of wanted.pixels.entries()) errors += pixel === made.pixels[at] ? 0 : 1;
  return errors === 0 ? 'Learned: the same' : `Learned: ${errors} differ`;
}
