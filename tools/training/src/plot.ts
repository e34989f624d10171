import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

/** One curve of a plot. */
export interface Curve {
  /** What the legend calls it; empty for a curve that goes with another. */
  readonly name: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What a plot shows. */
export interface PlotOptions {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly curves: readonly Curve[];
  /** Lowest and highest y; from the curves where absent. */
  readonly range?: readonly [number, number];
}

const size = { width: 640, height: 320, left: 56, right: 16, top: 36, bottom: 44 };

/** Draws curves over two linear axes as an SVG that needs nothing else. */
export function plotCurves({ title, x, y, curves, range }: PlotOptions): string {
  const all = curves.flatMap(({ points }) => points);
  const across = scaleLinear(extent(all.map(([value]) => value)), [
    size.left,
    size.width - size.right,
  ]);
  const down = scaleLinear(range ?? extent(all.map(([, value]) => value)), [
    size.height - size.bottom,
    size.top,
  ]).nice();
  const draw = line<readonly [number, number]>(
    ([value]) => across(value),
    ([, value]) => down(value),
  );
  const bottom = size.height - size.bottom;
  const ticks = [
    ...across.ticks(8).map((value) => text(across(value), bottom + 18, String(value), 'middle')),
    ...down
      .ticks(6)
      .flatMap((value) => [
        text(size.left - 8, down(value) + 4, String(value), 'end'),
        `<line x1="${size.left}" x2="${size.width - size.right}" y1="${down(value)}" y2="${down(value)}" stroke="#8884"/>`,
      ]),
  ];
  const paths = curves.map(
    ({ color, points }) =>
      `<path d="${draw(points) ?? ''}" fill="none" stroke="${color}" stroke-width="2"/>`,
  );
  const named = curves.filter(({ name }) => name !== '');
  const legend = named.map(({ name, color }, at) =>
    text(size.left + 8 + at * 200, bottom - 8, name, 'start', color),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    text(size.left, 20, title, 'start', '#111'),
    text(size.width / 2, size.height - 8, x, 'middle'),
    `<text transform="translate(14 ${size.height / 2}) rotate(-90)" text-anchor="middle" fill="#333">${y}</text>`,
    ...ticks,
    ...paths,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function text(x: number, y: number, content: string, anchor: string, color = '#333'): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${color}">${content}</text>`;
}
