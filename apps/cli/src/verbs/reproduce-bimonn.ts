import { type LatticeRow, reproduceLattice } from '@onebit/evaluation';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit reproduce bimonn`: known operators learned back from pairs. */
export async function reproduceBimonn(options: {
  readonly seed: number;
  readonly json?: boolean;
}): Promise<void> {
  const line = progressLine();
  const lattice = await reproduceLattice({
    seed: options.seed,
    signal: interruptSignal(),
    onProgress: ({ fraction, doing }) => line.show(fraction, doing),
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ lattice })}\n`);
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
