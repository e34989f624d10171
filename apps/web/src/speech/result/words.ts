import type { SeparationReport } from '@onebit/speech-separation';

/** From so much confidence on the network is called sure, and fairly sure. */
const SURE = 0.75;
const FAIRLY_SURE = 0.5;

/** Mean level of a talker over the whole recording in decibels; -Infinity for silence. */
export function levelOf({ segments }: SeparationReport, talker: 0 | 1): number {
  let [energy, seconds] = [0, 0];
  for (const { start, end, levels } of segments) {
    energy += 10 ** (levels[talker] / 10) * (end - start);
    seconds += end - start;
  }
  return seconds > 0 ? 10 * Math.log10(energy / seconds) : -Infinity;
}

/** What the separation says of itself, in sentences. */
export function reportWords(report: SeparationReport): string[] {
  const { confidence, notes } = report;
  if (levelOf(report, 0) === -Infinity && levelOf(report, 1) === -Infinity) return [...notes];
  const how = confidence >= SURE ? 'sure' : confidence >= FAIRLY_SURE ? 'fairly sure' : 'not sure';
  return [
    `The network is ${how}: it expects ${Math.round(confidence * 100)} % of the sound to come out right.`,
    'It can be sure and wrong, above all where both voices are alike.',
    ...notes,
  ];
}

/** A level as the page shows it. */
export const levelText = (level: number): string =>
  level === -Infinity ? 'silent' : `${level.toFixed(0).replace('-', '\u2212')} dB`;
