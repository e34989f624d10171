import { writeFile } from 'node:fs/promises';
import {
  type GradientRow,
  type LatticeRow,
  type Spread,
  bimonnReport,
  reproduceGradient,
  reproduceLattice,
} from '@onebit/evaluation';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** Share of the work that the lattice table takes. */
const LATTICE_SHARE = 0.4;

/** `onebit reproduce bimonn`: known operators learned back from pairs, by lattice and by gradient. */
export async function reproduceBimonn(options: {
  readonly seed: number;
  readonly seeds: number;
  readonly steps: number;
  readonly mnist?: string;
  readonly out?: string;
  readonly json?: boolean;
}): Promise<void> {
  const line = progressLine();
  const signal = interruptSignal();
  const lattice = await reproduceLattice({
    seed: options.seed,
    signal,
    onProgress: ({ fraction, doing }) => line.show(fraction * LATTICE_SHARE, doing),
  });
  const gradient = await reproduceGradient({
    ...options,
    signal,
    onProgress: ({ fraction, doing }) =>
      line.show(LATTICE_SHARE + fraction * (1 - LATTICE_SHARE), doing),
  });
  line.clear();
  if (options.out !== undefined) {
    const { seed, seeds, steps, mnist } = options;
    const command = [
      `onebit reproduce bimonn --seed ${seed} --seeds ${seeds} --steps ${steps}`,
      ...(mnist === undefined ? [] : ['--mnist FILE']),
    ].join(' ');
    await writeFile(options.out, bimonnReport({ lattice, gradient, command }));
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ lattice, gradient })}\n`);
    return;
  }
  const { rows, exact, stretch, stretchExact, pairs, freshPictures } = lattice;
  const lines = [
    `Lattice descent from ${pairs} pairs, Dice on ${freshPictures} fresh pictures`,
    ...rows.map(lineOf),
    `${exact} of ${rows.length} exact`,
    '',
    ...stretch.map(lineOf),
    `${stretchExact} of ${stretch.length} exact`,
    '',
    'Gradient training of BiSE neurons and LUI units, Dice on fresh pictures (mean ± deviation)',
    ...gradient.map(gradientLine),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function lineOf({
  operation,
  element,
  learned,
  dice,
  noOperation,
  cpuSeconds,
}: LatticeRow): string {
  const target = `${operation} ${element}`.padEnd(30);
  const scores = `${dice.toFixed(5)} (nothing done: ${noOperation.toFixed(3)})`;
  return `  ${target} ${scores}  ${cpuSeconds.toFixed(1)} s  ${learned}`;
}

function gradientLine(row: GradientRow): string {
  const { pictures, operation, layers, seeds, units, activated, recovered, dice, cpuSeconds } = row;
  const spread = ({ mean, deviation }: Spread): string =>
    `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`;
  const { noOperation, ...trained } = dice;
  const scores = Object.entries(trained).map(([name, value]) => `${name} ${spread(value)}`);
  return [
    `  ${operation} on ${pictures}, channels ${layers}, ${seeds} seeds:`,
    `    ${scores.join(', ')}, no operation ${noOperation.toFixed(4)}`,
    `    ${activated} of ${units} units activated, ${recovered} of ${seeds} recovered, ${cpuSeconds.toFixed(1)} s each`,
  ].join('\n');
}
