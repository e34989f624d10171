import { seeded } from './random.ts';
import { Sheet } from './sheet.ts';
import { scatterSpecks } from './specks.ts';

/** Cells under a microscope: light on dark, some touching, some with holes, with sensor noise. */
export function drawBlobs(): Sheet {
  const random = seeded(41);
  const sheet = new Sheet(640, 480, 26);
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 8; column++) {
      if (random() < 0.14) continue;
      const centre = [
        44 + column * 79 + (random() - 0.5) * 40,
        42 + row * 79 + (random() - 0.5) * 40,
      ] as const;
      const radius = 15 + random() * 23;
      sheet.ellipse(centre, radius, radius * (0.8 + random() * 0.3), 196 + random() * 40);
      if (random() < 0.45) {
        const spot = [centre[0] - radius * 0.25, centre[1] - radius * 0.2] as const;
        sheet.ellipse(spot, radius * 0.22, radius * 0.2, 40);
      }
    }
  }
  scatterSpecks(sheet, random, { share: 0.008, shade: 220 });
  sheet.shade((shade) => shade + (random() - 0.5) * 30);
  return sheet;
}
