import { markdownTable } from '../markdown-table.ts';
import type { GradientRow } from './gradient.ts';
import type { LatticeReproduction, LatticeRow } from './lattice.ts';
import type { Spread } from './spread.ts';

/** What a run of the experiments found. */
export interface BimonnResults {
  readonly lattice: LatticeReproduction;
  readonly gradient: readonly GradientRow[];
  /** The command that found it. */
  readonly command: string;
}

/** The results as a page of Markdown. */
export function bimonnReport({ lattice, gradient, command }: BimonnResults): string {
  const [first] = gradient;
  return `# Operators learned back from pictures

Written by \`${command}\`.

## By gradient

Networks of BiSE neurons (7x7 windows) and LUI units after T. Aouad and H. Talbot, "Binary Multi Channel
Morphological Neural Network" (2022), ${first?.seeds ?? 0} trainings a row with Adam. Dice coefficients on fresh pictures, away from
the frame, mean ± standard deviation:

- _network_: as trained, thresholded at its end;
- _nearest_: every unit the operator whose inequality it misses by least; _constant set_: its
  constant-set projection (2024); _order statistic_: units that are no operator kept as votes with small
  whole weights;
- _convolution_: free weights in the same layers; _nothing_: the picture itself;
- _activated_: units that satisfy the inequality of an operator, of all units of all trainings;
  _recovered_: trainings whose nearest operators are right in every fresh pixel.

${gradientTable(gradient)}

## By lattice descent

Cells of the elements are turned while the pixel error falls, order found by itself, from
${lattice.pairs} pairs; Dice on ${lattice.freshPictures} fresh pictures. ${lattice.exact} of ${lattice.rows.length} targets are exact, and
${lattice.stretchExact} of the ${lattice.stretch.length} longer ones below them.

${latticeTable([...lattice.rows, ...lattice.stretch])}
`;
}

function gradientTable(rows: readonly GradientRow[]): string {
  const spread = ({ mean, deviation }: Spread): string =>
    `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`;
  return markdownTable(
    [
      'operation',
      'pictures',
      'channels',
      'network',
      'nearest',
      'constant set',
      'order statistic',
      'convolution',
      'nothing',
      'activated',
      'recovered',
      'CPU s',
    ],
    rows.map(
      ({ operation, pictures, layers, dice, units, activated, recovered, seeds, cpuSeconds }) => [
        nameOf(operation),
        pictures,
        layers,
        spread(dice.network),
        spread(dice.nearest),
        spread(dice.constantSet),
        spread(dice.orderStatistic),
        spread(dice.convolution),
        dice.noOperation.toFixed(4),
        `${activated}/${units}`,
        `${recovered}/${seeds}`,
        cpuSeconds.toFixed(1),
      ],
    ),
  );
}

function latticeTable(rows: readonly LatticeRow[]): string {
  return markdownTable(
    ['target', 'learned', 'Dice', 'nothing', 'CPU s'],
    rows.map(({ operation, element, learned, dice, noOperation, cpuSeconds }) => [
      `${operation} ${element}`,
      learned.includes('/') ? `${learned.split(':')[0]!} by cells` : learned,
      dice.toFixed(5),
      noOperation.toFixed(3),
      cpuSeconds.toFixed(1),
    ]),
  );
}

/** `open:1000001/0100010/…` is an opening by the diagonal cross. */
const nameOf = (operation: string): string => operation.replace(/:[01]+\/.*/, ':diagonal cross 7');
