import { useEffect, useState, type RefObject } from 'react';
import type { Outcome, Picture } from '../run/protocol.ts';
import { pixelAt, type Transform } from './transform.ts';
import styles from './stage.module.css';

interface Props {
  readonly stage: RefObject<HTMLElement | null>;
  readonly outcome: Outcome;
  readonly transform: Transform | null;
}

function bitOf({ packed }: Picture, width: number, [x, y]: readonly [number, number]): 0 | 1 {
  const byte = packed[y * Math.ceil(width / 8) + (x >> 3)] ?? 0;
  return (byte >> (7 - (x & 7))) & 1 ? 1 : 0;
}

/** The pixel under the pointer: its place, and its bit before and after. */
export function PixelProbe({ stage, outcome, transform }: Props) {
  const [pixel, setPixel] = useState<readonly [number, number]>();
  useEffect(() => {
    const element = stage.current;
    if (!element || !transform) return;
    const stop = new AbortController();
    const onMove = (event: PointerEvent) => {
      if (!(event.target instanceof HTMLCanvasElement)) {
        setPixel(undefined);
        return;
      }
      const box = event.target.getBoundingClientRect();
      const at = [event.clientX - box.left, event.clientY - box.top] as const;
      setPixel(pixelAt(transform, at, outcome.reading));
    };
    const onLeave = () => {
      setPixel(undefined);
    };
    element.addEventListener('pointermove', onMove, { signal: stop.signal });
    element.addEventListener('pointerleave', onLeave, { signal: stop.signal });
    return () => {
      stop.abort();
    };
  }, [stage, transform, outcome]);

  if (!pixel) return null;
  const { width } = outcome.reading;
  return (
    <p className={styles.probe} aria-hidden="true">
      {pixel[0]}, {pixel[1]}
      <span className={styles.bits}>
        {bitOf(outcome.before, width, pixel)} → {bitOf(outcome.after, width, pixel)}
      </span>
    </p>
  );
}
