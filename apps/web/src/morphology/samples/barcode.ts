import { write } from './letterforms.ts';
import { seeded } from './random.ts';
import { Sheet } from './sheet.ts';
import { scatterSpecks } from './specks.ts';

/** A barcode printed on a bad day: gaps across the bars, scratches, ink spatter. */
export function drawBarcode(): Sheet {
  const random = seeded(99);
  const sheet = new Sheet(640, 400, 250);
  let x = 60;
  while (x < 572) {
    const bar = 4 * (1 + Math.floor(random() * 3));
    sheet.rectangle(x, 50, Math.min(bar, 580 - x), 262, 30);
    x += bar + 4 * (1 + Math.floor(random() * 3));
  }
  '4006381333931'.split('').forEach((digit, index) => {
    write(sheet, digit, [70 + index * 40, 362], { unit: 4.4, pen: 4, shade: 30 });
  });
  for (let scratch = 0; scratch < 13; scratch++) {
    const y = 56 + random() * 250;
    const slope = (random() - 0.5) * 40;
    sheet.stroke(
      [
        [random() * 280, y],
        [360 + random() * 280, y + slope],
      ],
      2.2,
      246,
    );
  }
  scatterSpecks(sheet, random, { share: 0.008, shade: 40 });
  return sheet;
}
