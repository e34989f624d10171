import { seeded } from './random.ts';
import { Sheet } from './sheet.ts';

/** Ridges like those of a fingertip: a wave whose phase turns round a core, broken by pores. */
export function drawRidges(): Sheet {
  const random = seeded(13);
  const sheet = new Sheet(520, 600, 246);
  const pores = Array.from({ length: 420 }, () => [random() * 520, random() * 600] as const);
  sheet.shade((_, x, y) => {
    const [dx, dy] = [(x - 262) / 1.12, (y - 282) / 1.42];
    const radius = Math.hypot(dx, dy);
    const angle = Math.atan2(dy, dx);
    const whorl = radius * 0.46 + angle + 0.9 * Math.sin(angle * 2 + radius / 46);
    const wobble = 0.7 * Math.sin(x / 37 + y / 61) + 0.5 * Math.sin(y / 23);
    const edge = Math.hypot((x - 260) / 222, (y - 300) / 272);
    if (edge > 1) return 246;
    const ridge = Math.sin(whorl + wobble) + 0.55 * (random() - 0.5);
    return ridge > -0.05 ? 48 + 20 * random() : 226 + 20 * random();
  });
  for (const [x, y] of pores) sheet.ellipse([x, y], 1.8, 1.8, 240);
  return sheet;
}
