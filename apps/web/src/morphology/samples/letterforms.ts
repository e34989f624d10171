import type { Point, Sheet } from './sheet.ts';

/**
 * A monoline alphabet of lines and arcs in a box whose x-height is 4, ascender 6.4, descender -2;
 * y grows upward here. `l x y x y ...` is a line, `a cx cy rx ry from to` an arc in degrees,
 * anticlockwise. The last number of an entry is the letter's advance.
 */
const forms: Readonly<Record<string, readonly [strokes: string, advance: number]>> = {
  a: ['a 2 2 2 2 0 360|l 4 0 4 4', 5.4],
  b: ['l 0 0 0 6.4|a 2 2 2 2 0 360', 5.4],
  c: ['a 2 2 2 2 45 315', 4.8],
  d: ['l 4 0 4 6.4|a 2 2 2 2 0 360', 5.4],
  e: ['l 0 2 4 2|a 2 2 2 2 0 318', 5.4],
  f: ['a 2.2 5 1.4 1.4 60 180|l 0.8 5 0.8 0|l 0 4 2.2 4', 3.4],
  g: ['a 2 2 2 2 0 360|l 4 4 4 -0.4|a 2.2 -0.4 1.8 1.7 205 360', 5.4],
  h: ['l 0 0 0 6.4|a 1.8 2.2 1.8 1.8 0 180|l 3.6 2.2 3.6 0', 5],
  i: ['l 0 0 0 4|l 0 5.6 0 5.7', 1.6],
  j: ['l 0.6 4 0.6 -1.2|a -0.2 -1.2 0.8 0.8 230 360|l 0.6 5.6 0.6 5.7', 2.2],
  k: ['l 0 0 0 6.4|l 3.2 4 0 1.8|l 1.2 2.6 3.4 0', 4.4],
  l: ['l 0 0 0 6.4', 1.6],
  m: ['l 0 0 0 4|a 1.5 2.5 1.5 1.5 0 180|l 3 2.5 3 0|a 4.5 2.5 1.5 1.5 0 180|l 6 2.5 6 0', 7.5],
  n: ['l 0 0 0 4|a 1.8 2.2 1.8 1.8 0 180|l 3.6 2.2 3.6 0', 5],
  o: ['a 2 2 2 2 0 360', 5.4],
  p: ['l 0 -2 0 4|a 2 2 2 2 0 360', 5.4],
  q: ['l 4 -2 4 4|a 2 2 2 2 0 360', 5.4],
  r: ['l 0 0 0 4|a 1.9 2.1 1.9 1.9 60 180', 3.4],
  s: ['a 1.5 3 1.5 1 20 270|a 1.5 1 1.5 1 -160 90', 4.2],
  t: ['l 0.8 5.6 0.8 1.2|a 2 1.2 1.2 1.2 180 280|l 0 4 2.2 4', 3.3],
  u: ['l 0 4 0 1.8|a 1.8 1.8 1.8 1.8 180 360|l 3.6 4 3.6 0', 5],
  v: ['l 0 4 1.8 0 3.6 4', 4.8],
  w: ['l 0 4 1.4 0 2.8 4 4.2 0 5.6 4', 6.8],
  x: ['l 0 4 3.4 0|l 3.4 4 0 0', 4.6],
  y: ['l 0 4 1.8 0|l 3.6 4 1.2 -2', 4.8],
  z: ['l 0 4 3.4 4 0 0 3.4 0', 4.6],
  '.': ['l 0.2 0 0.2 0.1', 1.6],
  ',': ['l 0.4 0.1 0 -1', 1.6],
  '-': ['l 0 2 2 2', 3.2],
  '0': ['a 1.9 3 1.9 3 0 360', 5],
  '1': ['l 0 5 1.4 6 1.4 0', 3],
  '2': ['a 1.8 4.2 1.8 1.8 -35 170|l 3.3 3.2 0 0 3.7 0', 5],
  '3': ['a 1.7 4.5 1.5 1.5 -90 160|a 1.7 1.5 1.8 1.5 -160 90', 5],
  '4': ['l 3 0 3 6 0 1.8 4 1.8', 5.2],
  '5': ['l 3.3 6 0.5 6 0.2 3.4|a 1.7 1.9 1.9 1.9 -150 145', 5],
  '6': ['a 1.9 1.9 1.9 1.9 0 360|l 0.3 2.8 2.4 6', 5],
  '7': ['l 0 6 3.6 6 1.2 0', 4.8],
  '8': ['a 1.8 4.5 1.5 1.5 0 360|a 1.8 1.5 1.8 1.5 0 360', 5],
  '9': ['a 1.9 4.1 1.9 1.9 0 360|l 3.5 3.2 1.4 0', 5],
};

const space = 3;
const step = 15;

function arc([cx, cy, rx, ry, from, to]: readonly number[]): Point[] {
  const pieces = Math.max(2, Math.ceil((to! - from!) / step));
  return Array.from({ length: pieces + 1 }, (_, index) => {
    const angle = ((from! + ((to! - from!) * index) / pieces) * Math.PI) / 180;
    return [cx! + rx! * Math.cos(angle), cy! + ry! * Math.sin(angle)] as const;
  });
}

function outline(stroke: string): Point[] {
  const [kind, ...words] = stroke.split(' ');
  const numbers = words.map(Number);
  if (kind === 'a') return arc(numbers);
  return Array.from({ length: numbers.length / 2 }, (_, index) => {
    return [numbers[2 * index]!, numbers[2 * index + 1]!] as const;
  });
}

/** Writes text with its baseline at `origin`; `unit` is a quarter of the x-height, in pixels. */
export function write(
  sheet: Sheet,
  text: string,
  [x, y]: Point,
  { unit, pen, shade }: { readonly unit: number; readonly pen: number; readonly shade: number },
): void {
  let left = x;
  for (const letter of text) {
    const [strokes, advance] = forms[letter] ?? ['', space];
    for (const stroke of strokes.split('|').filter(Boolean)) {
      const points = outline(stroke).map(([px, py]) => [left + px * unit, y - py * unit] as const);
      sheet.stroke(points, pen, shade);
    }
    left += advance * unit;
  }
}
