import type { Outcome } from '../run/protocol.ts';
import type { Transform } from './transform.ts';

/** What a pane shows. */
export type Subject = 'before' | 'after' | 'difference' | 'split';

/** Where single pixels become large enough for lines between them. */
const gridScale = 10;

/**
 * The colours of the difference. Dark foreground: tints multiplied, so that what stayed is near
 * black. Light foreground: tints added, so that what stayed is near white.
 */
const tints = {
  dark: { removed: '#e0442b', added: '#1f56e8', keep: 'lighten', join: 'multiply' },
  light: { removed: '#ff5f43', added: '#3fa2ff', keep: 'darken', join: 'lighter' },
} as const;

interface Scene {
  readonly outcome: Outcome;
  readonly transform: Transform;
  readonly subject: Subject;
  /** The place of the split, as a share of the pane's width. */
  readonly split: number;
}

/** Draws the visible part of the image into a pane. */
export function draw(canvas: HTMLCanvasElement, scene: Scene): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { outcome, subject, split } = scene;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (subject === 'difference') {
    drawDifference(canvas, context, scene);
  } else if (subject === 'split') {
    const at = Math.round(canvas.width * split);
    clipped(context, 0, at, canvas.height, () => {
      place(canvas, context, scene, outcome.before.bitmap);
    });
    clipped(context, at, canvas.width - at, canvas.height, () => {
      place(canvas, context, scene, outcome.after.bitmap);
    });
  } else {
    place(canvas, context, scene, outcome[subject].bitmap);
  }
  drawGrid(canvas, context, scene);
}

function density(canvas: HTMLCanvasElement): number {
  return canvas.width / Math.max(1, canvas.clientWidth);
}

/** Large pixels stay squares; a shrunken image is averaged, so that thin strokes do not vanish. */
function place(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  { transform: { scale, x, y } }: Scene,
  bitmap: ImageBitmap,
): void {
  const dense = density(canvas);
  context.imageSmoothingEnabled = scale * dense < 1;
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    bitmap,
    Math.round(x * dense),
    Math.round(y * dense),
    Math.round(bitmap.width * scale * dense),
    Math.round(bitmap.height * scale * dense),
  );
}

function clipped(
  context: CanvasRenderingContext2D,
  left: number,
  width: number,
  height: number,
  paint: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(left, 0, width, height);
  context.clip();
  paint();
  context.restore();
}

function drawDifference(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  scene: Scene,
): void {
  const { before, after, reading } = scene.outcome;
  const { removed, added, keep, join } = tints[reading.foreground];
  const tinted = (bitmap: ImageBitmap, tint: string) => {
    const layer = new OffscreenCanvas(canvas.width, canvas.height);
    const ink = layer.getContext('2d') as unknown as CanvasRenderingContext2D;
    place(canvas, ink, scene, bitmap);
    ink.globalCompositeOperation = keep;
    ink.fillStyle = tint;
    ink.fillRect(0, 0, layer.width, layer.height);
    // Only where the image lies.
    ink.globalCompositeOperation = 'destination-in';
    place(canvas, ink, scene, bitmap);
    return layer;
  };
  context.drawImage(tinted(before.bitmap, removed), 0, 0);
  context.globalCompositeOperation = join;
  context.drawImage(tinted(after.bitmap, added), 0, 0);
  context.globalCompositeOperation = 'source-over';
}

function drawGrid(
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  { outcome, transform: { scale, x, y } }: Scene,
): void {
  if (scale < gridScale) return;
  const { width, height } = outcome.reading;
  const dense = density(canvas);
  const [paneWidth, paneHeight] = [canvas.width / dense, canvas.height / dense];
  const first = (from: number) => Math.max(0, Math.floor(-from / scale));
  const last = (from: number, room: number, count: number) =>
    Math.min(count, Math.ceil((room - from) / scale));
  const [left, right] = [Math.max(0, x), Math.min(paneWidth, x + width * scale)];
  const [top, bottom] = [Math.max(0, y), Math.min(paneHeight, y + height * scale)];
  context.beginPath();
  for (let column = first(x); column <= last(x, paneWidth, width); column++) {
    const at = Math.round((x + column * scale) * dense) + 0.5;
    context.moveTo(at, top * dense);
    context.lineTo(at, bottom * dense);
  }
  for (let row = first(y); row <= last(y, paneHeight, height); row++) {
    const at = Math.round((y + row * scale) * dense) + 0.5;
    context.moveTo(left * dense, at);
    context.lineTo(right * dense, at);
  }
  context.strokeStyle = 'rgb(128 132 140 / 45%)';
  context.lineWidth = 1;
  context.stroke();
}
