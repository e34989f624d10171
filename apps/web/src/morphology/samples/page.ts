import { write } from './letterforms.ts';
import { seeded } from './random.ts';
import { Sheet } from './sheet.ts';
import { scatterSpecks } from './specks.ts';

const lines = [
  'an opening removes what the',
  'element can not enter, and a',
  'closing fills what it can not',
  'leave. small specks vanish',
  'first. then the broken strokes',
  'of a worn page grow together,',
  'and the words can be read.',
];

/** A worn page: dark specks on the paper, light specks in the strokes, light falling off. */
export function drawPage(): Sheet {
  const random = seeded(7);
  const sheet = new Sheet(640, 480, 236);
  write(sheet, 'on specks', [56, 86], { unit: 7, pen: 8, shade: 34 });
  lines.forEach((line, index) => {
    write(sheet, line, [56, 146 + index * 46], { unit: 4.2, pen: 4.6, shade: 44 });
  });
  scatterSpecks(sheet, random, { share: 0.007, shade: 60 });
  scatterSpecks(sheet, random, { share: 0.02, shade: 228 });
  sheet.shade((shade, x, y) => {
    const light = 1 - 0.16 * ((x / 640 - 0.3) ** 2 + (y / 480 - 0.35) ** 2);
    return shade * light + (random() - 0.5) * 18;
  });
  return sheet;
}
