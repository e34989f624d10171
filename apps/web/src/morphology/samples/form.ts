import { write } from './letterforms.ts';
import { seeded } from './random.ts';
import { Sheet } from './sheet.ts';
import { scatterSpecks } from './specks.ts';

const rows = [
  ['item', 'count', 'price'],
  ['disk', '12', '3.50'],
  ['cross', '7', '1.25'],
  ['line', '340', '0.08'],
  ['square', '25', '2.40'],
  ['diamond', '9', '6.75'],
];
const columns = [40, 300, 450, 600];

/** A ruled form: its lines and its words can be told apart by long thin elements. */
export function drawForm(): Sheet {
  const random = seeded(23);
  const sheet = new Sheet(640, 480, 255);
  const [top, pitch] = [42, 66];
  for (let row = 0; row <= rows.length; row++) {
    sheet.rectangle(columns[0]!, top + row * pitch, columns[3]! - columns[0]! + 3, 3, 0);
  }
  for (const x of columns) sheet.rectangle(x, top, 3, rows.length * pitch + 3, 0);
  rows.forEach((cells, row) => {
    cells.forEach((text, column) => {
      const origin = [columns[column]! + 24, top + row * pitch + 44] as const;
      write(sheet, text, origin, { unit: 4.6, pen: row ? 4 : 6, shade: 0 });
    });
  });
  scatterSpecks(sheet, random, { share: 0.004, shade: 0 });
  return sheet;
}
