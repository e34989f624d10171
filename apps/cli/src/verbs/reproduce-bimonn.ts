import {
  type GradientRow,
  type LatticeRow,
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
    'Gradient training of BiSE neurons, mean Dice on fresh pictures',
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

function gradientLine({
  pictures,
  operation,
  seeds,
  activated,
  dice,
  cpuSeconds,
}: GradientRow): string {
  const scores = Object.entries(dice).map(([name, value]) => `${name} ${value.toFixed(5)}`);
  const neurons = `${activated} of ${seeds} activated`;
  return `  ${operation} on ${pictures}: ${scores.join(', ')}; ${neurons}, ${cpuSeconds.toFixed(1)} s`;
}
