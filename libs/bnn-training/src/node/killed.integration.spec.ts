import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, it } from 'vitest';

const script = join(import.meta.dirname, '../../testing/killed-training.mjs');
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onebit-killed-'));
  folders.push(folder);
  return folder;
}

/** Runs the training; kills it, by a signal that no process survives, a while after some line. */
async function run(folder: string, killAt?: { line: string; turns: number }): Promise<string[]> {
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (killAt && line === killAt.line) {
      // Somewhere within the write of the checkpoint or the steps after it.
      for (let turn = 0; turn < killAt.turns; turn++) await new Promise(setImmediate);
      child.kill('SIGKILL');
    }
  }
  return lines;
}

it('a run that is killed at random moments ends with the bits of one that was not', async () => {
  const whole = await run(await emptyFolder());
  expect(whole[0]).toBe('from epoch 0');
  expect(whole.at(-1)).toMatch(/^weights [0-9a-f]{64}$/);

  const folder = await emptyFolder();
  let kills = 0;
  let reached = 0;
  for (const epoch of [3, 20, 40]) {
    const turns = Math.floor(Math.random() * 300);
    const lines = await run(folder, { line: `writing epoch ${epoch}`, turns });
    // The epoch before the one that was being written is whole on the disk, whatever happened.
    expect(
      fromEpoch(lines),
      `killed before epoch ${reached + 1} was written`,
    ).toBeGreaterThanOrEqual(reached);
    reached = epoch - 1;
    if (lines.at(-1) !== whole.at(-1)) kills += 1;
  }
  expect(kills).toBeGreaterThan(0);
  const last = await run(folder);
  expect(fromEpoch(last)).toBeGreaterThanOrEqual(reached);
  expect(last.at(-1)).toBe(whole.at(-1));
});

const fromEpoch = ([first]: readonly string[]): number =>
  Number(/^from epoch (\d+)$/.exec(first!)![1]);
