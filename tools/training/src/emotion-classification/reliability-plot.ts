import type { Reliability, ReliabilityBin } from '@onebit/text';
import { plotCurves } from '../plot.ts';

/** What the picture of a card is called. */
export const RELIABILITY_FILE = 'reliability.svg';

/**
 * Draws what share of the cases told at each probability came true, beside the line where every
 * probability can be believed.
 *
 * @param title - above the plot
 * @param curve - as the evaluation gives it
 * @returns an SVG that needs nothing else
 */
export function plotReliability(title: string, { bins }: Pick<Reliability, 'bins'>): string {
  return plotCurves({
    title: `${title}; grey: as told`,
    x: 'told',
    y: 'came true',
    range: [0, 1],
    curves: [
      {
        name: '',
        color: '#888',
        points: [
          [0, 0],
          [1, 1],
        ],
      },
      {
        name: '',
        color: '#0a6ebd',
        points: bins.map(({ predicted, observed }) => [predicted, observed] as const),
      },
    ],
  });
}

/** The section of a card with the plot and its numbers, after an empty line. */
export function reliabilitySection(
  { bins, expectedCalibrationError }: Reliability,
  of: string,
): string {
  return `
## How far the probabilities can be believed

${of}
The mean distance of told from come true, weighted by the cases, is ${expectedCalibrationError.toFixed(4)} (expected calibration error).

![Told probability against the share that came true](${RELIABILITY_FILE})

| told | cases | mean told | came true |
| --- | --- | --- | --- |
${bins
  .map(
    ({ from, to, count, predicted, observed }) =>
      `| ${from.toFixed(1)} to ${to.toFixed(1)} | ${count} | ${predicted.toFixed(3)} | ${observed.toFixed(3)} |`,
  )
  .join('\n')}
`;
}

/** One curve of several sets of texts: bins of the same bounds put together. */
export function joinReliability(parts: readonly Reliability[]): Reliability {
  const joined = new Map<number, ReliabilityBin>();
  for (const bin of parts.flatMap(({ bins }) => bins)) {
    const { count, predicted, observed } = joined.get(bin.from) ?? {
      count: 0,
      predicted: 0,
      observed: 0,
    };
    const all = count + bin.count;
    joined.set(bin.from, {
      from: bin.from,
      to: bin.to,
      count: all,
      predicted: (predicted * count + bin.predicted * bin.count) / all,
      observed: (observed * count + bin.observed * bin.count) / all,
    });
  }
  const bins = [...joined.values()].sort((a, b) => a.from - b.from);
  const cases = bins.reduce((sum, { count }) => sum + count, 0);
  const distances = bins.reduce(
    (sum, { count, predicted, observed }) => sum + count * Math.abs(predicted - observed),
    0,
  );
  return { bins, expectedCalibrationError: distances / cases };
}
