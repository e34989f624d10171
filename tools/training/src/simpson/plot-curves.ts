import { plotCurves } from '../plot.ts';
import type { SimpsonReproduction, SimpsonRow } from './reproduce.ts';

const COLOURS = { sdr: '#1f77b4', sir: '#d62728', sar: '#2ca02c' } as const;
type Score = keyof typeof COLOURS;

/**
 * Draws SDR, SIR and SAR of one form and one kind of mask over the confidence, with the ideal binary
 * mask as level lines of the same colour.
 *
 * @returns an SVG that needs nothing else
 */
export function plotSimpson(
  { rows, idealBinaryMask, talkers }: SimpsonReproduction,
  form: SimpsonRow['form'],
  mask: SimpsonRow['mask'],
): string {
  const own = rows.filter((row) => row.form === form && row.mask === mask);
  const scores = Object.keys(COLOURS) as Score[];
  const drawn = own.filter((row) => scores.every((score) => Number.isFinite(row[score])));
  const [first, last] = [drawn[0]?.alpha ?? 0.5, drawn.at(-1)?.alpha ?? 1];
  return plotCurves({
    title: `${form} network, ${mask} masks, ${talkers.join(' and ')}; level: ideal binary mask`,
    x: 'confidence alpha',
    y: 'dB',
    range: [-10, 30],
    curves: scores.flatMap((score) => [
      {
        name: score.toUpperCase(),
        color: COLOURS[score],
        points: drawn.map((row) => [row.alpha, row[score]] as const),
      },
      {
        name: '',
        color: `${COLOURS[score]}66`,
        points: [
          [first, idealBinaryMask[score]],
          [last, idealBinaryMask[score]],
        ] as const,
      },
    ]),
  });
}
