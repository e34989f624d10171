import { useRef, useState, type Dispatch, type ReactNode } from 'react';
import type { Outcome } from '../run/protocol.ts';
import type { Action } from '../state/reducer.ts';
import type { View } from '../state/settings.ts';
import { Pane } from './Pane.tsx';
import { PixelProbe } from './PixelProbe.tsx';
import { SplitHandle } from './SplitHandle.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useView } from './use-view.ts';
import styles from './stage.module.css';

interface Props {
  readonly outcome: Outcome | null;
  readonly view: View;
  readonly busy: boolean;
  readonly dispatch: Dispatch<Action>;
  /** What lies over the picture: progress, a problem, or nothing. */
  readonly children: ReactNode;
  /** What stands below the picture. */
  readonly footer: ReactNode;
}

/** Before and after, side by side, split, or as their difference, under one zoom. */
export function Stage({ outcome, view, busy, dispatch, children, footer }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const [split, setSplit] = useState(0.5);
  const control = useView(area, outcome?.reading);
  const common = outcome && {
    outcome,
    transform: control.transform,
    onResize: control.onResize,
  };
  return (
    <section className={styles.stage} aria-label="Picture">
      <Toolbar view={view} control={control} dispatch={dispatch} />
      <div
        ref={area}
        className={styles.area}
        data-view={view}
        data-fitted={control.fitted ? '' : undefined}
        tabIndex={0}
        role="group"
        aria-label="Picture. Arrow keys move, plus and minus zoom, 0 fits, 1 shows its own size"
        aria-busy={busy}
        onKeyDown={control.onKeyDown}
      >
        {common && view === 'sides' && (
          <>
            <figure className={styles.side}>
              <Pane {...common} subject="before" label={sideLabel('Before', common.outcome)} />
              <figcaption className={styles.tag}>Before</figcaption>
            </figure>
            <figure className={styles.side}>
              <Pane {...common} subject="after" label={sideLabel('After', common.outcome)} />
              <figcaption className={styles.tag}>After</figcaption>
            </figure>
          </>
        )}
        {common && view === 'slider' && (
          <figure className={styles.side}>
            <Pane
              {...common}
              subject="split"
              split={split}
              label={sideLabel('Before and after', common.outcome)}
            />
            <figcaption>
              <span className={styles.tag}>Before</span>
              <span className={`${styles.tag} ${styles.right}`}>After</span>
            </figcaption>
            <SplitHandle split={split} onChange={setSplit} />
          </figure>
        )}
        {common && view === 'difference' && (
          <figure className={styles.side}>
            <Pane
              {...common}
              subject="difference"
              label={sideLabel('Difference', common.outcome)}
            />
            <figcaption className={styles.tag}>
              <span className={styles.removed}>Removed</span>
              <span className={styles.added}>Added</span>
            </figcaption>
          </figure>
        )}
        {outcome && <PixelProbe stage={area} outcome={outcome} transform={control.transform} />}
        {children}
      </div>
      {footer}
    </section>
  );
}

function sideLabel(side: string, { reading, before, after }: Outcome): string {
  const size = `${reading.width} by ${reading.height} pixels`;
  return `${side}: ${size}, foreground ${before.count} pixels before and ${after.count} after`;
}
