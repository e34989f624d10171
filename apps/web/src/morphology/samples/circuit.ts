import { seeded } from './random.ts';
import { Sheet, type Point } from './sheet.ts';

const pitch = 32;

/** Traces as polylines on the board's grid, in units of its pitch. */
const traces: readonly (readonly Point[])[] = [
  [
    [1, 1],
    [6, 1],
    [8, 3],
    [8, 7],
    [10, 9],
    [18, 9],
  ],
  [
    [1, 3],
    [4, 3],
    [6, 5],
    [6, 11],
    [8, 13],
    [15, 13],
  ],
  [
    [1, 5],
    [3, 5],
    [4, 6],
    [4, 13],
  ],
  [
    [1, 7],
    [2, 8],
    [2, 13],
  ],
  [
    [9, 1],
    [14, 1],
    [16, 3],
    [19, 3],
  ],
  [
    [10, 3],
    [13, 3],
    [15, 5],
    [19, 5],
  ],
  [
    [10, 5],
    [12, 5],
    [14, 7],
    [19, 7],
  ],
  [
    [10, 7],
    [11, 7],
  ],
  [
    [8, 11],
    [17, 11],
    [19, 13],
  ],
];

/** A circuit board: copper light, with a short, an open trace, mouse bites and pinholes. */
export function drawCircuit(): Sheet {
  const random = seeded(5);
  const sheet = new Sheet(640, 464, 0);
  const place = ([x, y]: Point): Point => [x * pitch + 2, y * pitch + 6];
  for (const trace of traces) {
    sheet.stroke(trace.map(place), 9, 255);
    for (const end of [trace[0]!, trace[trace.length - 1]!]) {
      sheet.ellipse(place(end), 13, 13, 255);
      sheet.ellipse(place(end), 4.6, 4.6, 0);
    }
  }
  // Faults, each of a kind that one operation finds: a short, two opens, bites and pinholes.
  sheet.stroke([place([3, 1]), place([3, 3])], 2.4, 255);
  sheet.stroke([place([12, 9]), place([12.6, 11])], 2, 255);
  sheet.rectangle(7.97 * pitch - 6, 5 * pitch, 18, 3, 0);
  sheet.rectangle(11 * pitch, 13 * pitch, 3, 14, 0);
  for (const trace of traces) {
    for (let index = 1; index < trace.length; index++) {
      const [from, to] = [place(trace[index - 1]!), place(trace[index]!)];
      if (random() < 0.6) {
        const along = 0.3 + 0.4 * random();
        const x = from[0] + (to[0] - from[0]) * along;
        const y = from[1] + (to[1] - from[1]) * along;
        sheet.ellipse([x + (random() - 0.5) * 9, y + (random() - 0.5) * 9], 1.7, 1.7, 0);
      }
    }
  }
  for (let index = 0; index < 60; index++) {
    sheet.ellipse([random() * 640, random() * 464], 1.3, 1.3, 255);
  }
  return sheet;
}
