import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { centred, fit, pan, zoom, type Size, type Transform } from './transform.ts';

const zoomStep = 1.5;
const panStep = 60;

/** The view onto the image, and every way to move it. */
export interface ViewControl {
  readonly transform: Transform | null;
  /** Whether the whole image is shown, and goes on being shown when the pane changes. */
  readonly fitted: boolean;
  readonly onResize: (pane: Size) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fitAll: () => void;
  readonly ownSize: () => void;
  readonly onKeyDown: (event: React.KeyboardEvent) => void;
}

/** The place of a pointer in the pane that it is over. */
function placeInPane(event: MouseEvent): readonly [number, number] {
  const pane = (event.target as Element).closest('canvas') ?? (event.currentTarget as Element);
  const box = pane.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/**
 * Wheel zooms where the pointer is, dragging moves, two fingers do both, and keys do all of it.
 * The view stays where it is while images of one size follow each other, and fits a new size.
 */
export function useView(
  stage: RefObject<HTMLElement | null>,
  image: Size | undefined,
): ViewControl {
  const [transform, setTransform] = useState<Transform | null>(null);
  const pane = useRef<Size>({ width: 0, height: 0 });
  const [fitted, setFitted] = useState(true);
  const width = image?.width;
  const height = image?.height;

  const update = useCallback(
    (change: (now: Transform, imageSize: Size, paneSize: Size) => Transform) => {
      if (width === undefined || height === undefined) return;
      setFitted(false);
      setTransform((now) => now && change(now, { width, height }, pane.current));
    },
    [width, height],
  );
  const fitAll = useCallback(() => {
    if (width === undefined || height === undefined || pane.current.width === 0) return;
    setFitted(true);
    setTransform(fit({ width, height }, pane.current));
  }, [width, height]);
  useEffect(fitAll, [fitAll]);

  const zoomAt = useCallback(
    (factor: number, at?: readonly [number, number]) => {
      update((now, imageSize, paneSize) => {
        const smallest = Math.min(1, fit(imageSize, paneSize).scale / 4);
        const middle = [paneSize.width / 2, paneSize.height / 2] as const;
        const zoomed = zoom(now, factor, at ?? middle, smallest);
        return pan(zoomed, [0, 0], imageSize, paneSize);
      });
    },
    [update],
  );
  const panBy = useCallback(
    (dx: number, dy: number) => {
      update((now, imageSize, paneSize) => pan(now, [dx, dy], imageSize, paneSize));
    },
    [update],
  );

  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const stop = new AbortController();
    const { signal } = stop;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      zoomAt(Math.exp(-event.deltaY * lines * 0.002), placeInPane(event));
    };
    const held = new Map<number, { at: readonly [number, number]; client: [number, number] }>();
    const onDown = (event: PointerEvent) => {
      if (!(event.target instanceof HTMLCanvasElement)) return;
      held.set(event.pointerId, { at: placeInPane(event), client: [event.clientX, event.clientY] });
      event.target.setPointerCapture(event.pointerId);
    };
    const onMove = (event: PointerEvent) => {
      const finger = held.get(event.pointerId);
      if (!finger) return;
      const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
      const [x, y] = finger.client;
      const apart = (cx: number, cy: number) =>
        other ? Math.hypot(cx - other.client[0], cy - other.client[1]) : 0;
      if (other) {
        const middle = [
          (finger.at[0] + other.at[0]) / 2,
          (finger.at[1] + other.at[1]) / 2,
        ] as const;
        zoomAt(apart(event.clientX, event.clientY) / Math.max(1, apart(x, y)), middle);
      }
      const share = other ? 0.5 : 1;
      panBy((event.clientX - x) * share, (event.clientY - y) * share);
      finger.client = [event.clientX, event.clientY];
      finger.at = placeInPane(event);
    };
    const onUp = (event: PointerEvent) => {
      held.delete(event.pointerId);
    };
    element.addEventListener('wheel', onWheel, { signal, passive: false });
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    element.addEventListener('pointercancel', onUp, { signal });
    return () => {
      stop.abort();
    };
  }, [stage, zoomAt, panBy]);

  const zoomIn = () => {
    zoomAt(zoomStep);
  };
  const zoomOut = () => {
    zoomAt(1 / zoomStep);
  };
  const ownSize = () => {
    update((_, imageSize, paneSize) => centred(imageSize, paneSize, 1));
  };
  const keys: Readonly<Record<string, () => void>> = {
    '+': zoomIn,
    '=': zoomIn,
    '-': zoomOut,
    '0': fitAll,
    '1': ownSize,
    ArrowLeft: () => {
      panBy(panStep, 0);
    },
    ArrowRight: () => {
      panBy(-panStep, 0);
    },
    ArrowUp: () => {
      panBy(0, panStep);
    },
    ArrowDown: () => {
      panBy(0, -panStep);
    },
  };
  return {
    transform,
    fitted,
    onResize: useCallback(
      (size: Size) => {
        pane.current = size;
        if (fitted) fitAll();
      },
      [fitted, fitAll],
    ),
    zoomIn,
    zoomOut,
    fitAll,
    ownSize,
    onKeyDown: (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target !== event.currentTarget) return;
      event.preventDefault();
      act();
    },
  };
}
