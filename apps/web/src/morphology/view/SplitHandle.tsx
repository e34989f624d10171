import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import styles from './stage.module.css';

interface Props {
  /** Share of the width, 0 to 1. */
  readonly split: number;
  readonly onChange: (split: number) => void;
}

const step = 0.02;

/** The line between before and after; it is dragged, or moved by keys. */
export function SplitHandle({ split, onChange }: Props) {
  const handle = useRef<HTMLDivElement>(null);
  useEffect(() => {
    handle.current?.style.setProperty('left', `${split * 100}%`);
  }, [split]);

  const within = (value: number) => {
    onChange(Math.max(0, Math.min(1, value)));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement!.getBoundingClientRect();
    within((event.clientX - box.left) / box.width);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: split - step,
      ArrowRight: split + step,
      PageDown: split - 5 * step,
      PageUp: split + 5 * step,
      Home: 0,
      End: 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    within(next);
  };
  return (
    <div
      ref={handle}
      className={styles.handle}
      role="slider"
      tabIndex={0}
      aria-label="Line between before and after"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      aria-valuetext={`${Math.round(split * 100)} percent before`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
