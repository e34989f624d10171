import type { Pictures } from '../training/pictures.ts';
import type { ConvolutionWindow } from './geometry.ts';

/** One use of one weight: output element += input element (or what lies outside) * weight. */
export interface Use {
  readonly output: number;
  /** Undefined outside the picture. */
  readonly input: number | undefined;
  readonly weight: number;
}

/** Every multiplication of a convolution, from its definition. */
export function uses(
  window: ConvolutionWindow,
  pictures: Pictures,
  channels: number,
  filters: number,
): Use[] {
  const two = (extent: number | readonly [number, number] = 1) =>
    typeof extent === 'number' ? [extent, extent] : extent;
  const [kh, kw] = two(window.kernel) as [number, number];
  const [sy, sx] = two(window.stride) as [number, number];
  const [dy, dx] = two(window.dilation) as [number, number];
  const p = window.padding ?? 0;
  const [top, bottom, left, right] = typeof p === 'number' ? [p, p, p, p] : p;
  const { count, height, width } = pictures;
  const all: Use[] = [];
  let pixel = 0;
  for (let picture = 0; picture < count; picture++) {
    for (let y = -top; y + (kh - 1) * dy < height + bottom; y += sy) {
      for (let x = -left; x + (kw - 1) * dx < width + right; x += sx) {
        for (let ky = 0; ky < kh; ky++) {
          for (let kx = 0; kx < kw; kx++) {
            const iy = y + ky * dy;
            const ix = x + kx * dx;
            const within = iy >= 0 && iy < height && ix >= 0 && ix < width;
            for (let channel = 0; channel < channels; channel++) {
              const at = ((picture * height + iy) * width + ix) * channels + channel;
              for (let filter = 0; filter < filters; filter++) {
                all.push({
                  output: pixel * filters + filter,
                  input: within ? at : undefined,
                  weight: (filter * kh * kw + ky * kw + kx) * channels + channel,
                });
              }
            }
          }
        }
        pixel++;
      }
    }
  }
  return all;
}

/** Windows and pictures at every edge: strides, dilations, paddings, thin and small pictures. */
export const windows: readonly {
  readonly name: string;
  readonly window: ConvolutionWindow;
  readonly pictures: Pictures;
}[] = [
  { name: '3x3 same', window: { kernel: 3, padding: 1 }, pictures: at(2, 5, 6) },
  { name: '3x3 valid', window: { kernel: 3 }, pictures: at(1, 4, 5) },
  { name: '3x3 stride 2', window: { kernel: 3, stride: 2, padding: 1 }, pictures: at(2, 7, 6) },
  { name: '5x5 stride 2', window: { kernel: 5, stride: 2, padding: 2 }, pictures: at(1, 9, 8) },
  { name: '2x3 dilated', window: { kernel: [2, 3], dilation: [3, 2] }, pictures: at(1, 6, 7) },
  {
    name: 'uneven padding',
    window: { kernel: [3, 2], padding: [2, 0, 0, 3] },
    pictures: at(2, 3, 4),
  },
  { name: '1x1', window: { kernel: 1 }, pictures: at(3, 2, 3) },
  // As many pixels come out as go in, yet not each from its own.
  { name: '1x1 stride 2', window: { kernel: 1, stride: 2, padding: 1 }, pictures: at(2, 3, 3) },
  { name: 'kernel wider than picture', window: { kernel: 5, padding: 2 }, pictures: at(1, 2, 1) },
  {
    name: 'causal sequence',
    window: { kernel: [1, 3], dilation: [1, 2], padding: [0, 0, 4, 0] },
    pictures: at(2, 1, 9),
  },
];

function at(count: number, height: number, width: number): Pictures {
  return { count, height, width };
}
