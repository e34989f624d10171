import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Outcome } from '../run/protocol.ts';
import { draw, type Subject } from './draw.ts';
import type { Size, Transform } from './transform.ts';
import styles from './stage.module.css';

interface Props {
  readonly outcome: Outcome;
  readonly subject: Subject;
  readonly transform: Transform | null;
  readonly split?: number;
  readonly label: string;
  /** Told of the pane's size, at first and whenever it changes. */
  readonly onResize?: (size: Size) => void;
}

/** One canvas that shows the image as far as the pane reaches. */
export function Pane({ outcome, subject, transform, split = 0.5, label, onResize }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const next = { width: element.clientWidth, height: element.clientHeight };
      setSize(next);
      onResize?.(next);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [onResize]);

  useLayoutEffect(() => {
    const element = canvas.current;
    if (!element || !transform || size.width === 0) return;
    const width = Math.round(size.width * devicePixelRatio);
    const height = Math.round(size.height * devicePixelRatio);
    if (element.width !== width) element.width = width;
    if (element.height !== height) element.height = height;
    draw(element, { outcome, transform, subject, split });
  }, [outcome, subject, transform, split, size]);

  return <canvas ref={canvas} className={styles.pane} role="img" aria-label={label} />;
}
