import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { drawn, strokeCells, type Picture } from './pictures.ts';
import styles from './teach.module.css';

const dark = 0xff00_0000;
const light = 0xffff_ffff;

interface Props {
  readonly label: string;
  readonly picture: Picture;
  /** Given where the picture can be drawn on. */
  readonly onDraw?: ((picture: Picture) => void) | undefined;
}

/**
 * A picture, black on white. One that can be drawn on takes the pointer, which sets pixels or, begun on
 * a set one, clears them, and the keyboard: arrows move a mark, the space bar turns its pixel.
 */
export function Canvas({ label, picture, onDraw }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stroke = useRef<{ readonly value: 0 | 1; last: number } | null>(null);
  const mark = useRef(0);
  // Strokes may come faster than the page is drawn: each goes on from what the last one made.
  const latest = useRef(picture);
  const { width, height, pixels } = picture;

  useEffect(() => {
    latest.current = picture;
  }, [picture]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const data = context.createImageData(width, height);
    const colours = new Uint32Array(data.data.buffer);
    for (let at = 0; at < colours.length; at++) colours[at] = pixels[at] ? dark : light;
    context.putImageData(data, 0, 0);
  }, [width, height, pixels]);

  const cellAt = ({ clientX, clientY }: PointerEvent): number => {
    const box = canvas.current!.getBoundingClientRect();
    const x = Math.floor(((clientX - box.left) / box.width) * width);
    const y = Math.floor(((clientY - box.top) / box.height) * height);
    const inside = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
    return inside(y, height) * width + inside(x, width);
  };
  const paint = (cell: number) => {
    const { current } = stroke;
    if (!current || !onDraw) return;
    latest.current = drawn(latest.current, strokeCells(width, current.last, cell), current.value);
    current.last = cell;
    onDraw(latest.current);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [x, y] = [mark.current % width, Math.floor(mark.current / width)];
    const step = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    }[event.key];
    if (step) {
      event.preventDefault();
      const nextX = Math.min(width - 1, Math.max(0, x + step[0]!));
      const nextY = Math.min(height - 1, Math.max(0, y + step[1]!));
      mark.current = nextY * width + nextX;
      showMark(canvas.current, nextX / width, nextY / height);
    } else if (event.key === ' ' && onDraw) {
      event.preventDefault();
      onDraw(drawn(picture, [mark.current], pixels[mark.current] ? 0 : 1));
    }
  };
  const set = pixels.reduce((sum, pixel) => sum + pixel, 0);
  const describes = `${label}: ${width} by ${height} pixels, ${set} set`;
  const shown = <canvas ref={canvas} className={styles.canvas} width={width} height={height} />;
  if (!onDraw) {
    return (
      <span className={styles.sheet} role="img" aria-label={describes}>
        {shown}
      </span>
    );
  }
  return (
    <span
      className={styles.sheet}
      data-drawable=""
      role="application"
      aria-label={`${describes}. Arrow keys move a mark, the space bar turns its pixel`}
      tabIndex={0}
      onPointerDown={(event) => {
        const cell = cellAt(event);
        event.currentTarget.setPointerCapture(event.pointerId);
        stroke.current = { value: pixels[cell] ? 0 : 1, last: cell };
        paint(cell);
      }}
      onPointerMove={(event) => {
        if (stroke.current) paint(cellAt(event));
      }}
      onPointerUp={() => {
        stroke.current = null;
      }}
      onPointerCancel={() => {
        stroke.current = null;
      }}
      onKeyDown={onKeyDown}
    >
      {shown}
    </span>
  );
}

/** Puts the keyboard's mark over a pixel. */
function showMark(canvas: HTMLCanvasElement | null, left: number, top: number): void {
  const sheet = canvas?.parentElement;
  sheet?.style.setProperty('--mark-left', `${left * 100}%`);
  sheet?.style.setProperty('--mark-top', `${top * 100}%`);
}
