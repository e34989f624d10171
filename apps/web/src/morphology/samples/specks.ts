import type { Random } from './random.ts';
import type { Sheet } from './sheet.ts';

/** Scatters single specks: a share of all pixels, each one to two pixels wide. */
export function scatterSpecks(
  sheet: Sheet,
  random: Random,
  { share, shade }: { readonly share: number; readonly shade: number },
): void {
  const count = Math.round(share * sheet.width * sheet.height);
  for (let index = 0; index < count; index++) {
    const x = Math.floor(random() * sheet.width);
    const y = Math.floor(random() * sheet.height);
    sheet.set(x, y, shade);
    if (random() < 0.3) sheet.set(x + 1, y, shade);
  }
}
