import type { RunningHost } from '@onebit/http-service';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mixture } from '../test/bad-requests.ts';
import { startSpeechSeparation } from './service.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

interface Step {
  command: string;
  output: string;
}

/** The commands of the README's transcripts with the output printed below each. */
const steps: Step[] = [...readme.matchAll(/```console\n([^]*?)```/g)].flatMap(([, block]) =>
  block!
    .split(/^\$ /m)
    .slice(1)
    .map((step) => {
      const end = step.indexOf('\n');
      return { command: step.slice(0, end), output: step.slice(end + 1) };
    }),
);

/** Ids, times and what another model would say differently are not compared. */
const steady = (text: string) =>
  text
    .replace(/\r/g, '')
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, 'ID')
    .replace(/dur=[\d.]+/g, 'dur=MS')
    .replace(/(confidence"?: ?)0\.\d+/gi, '$1SHARE');

function hasTools(): boolean {
  try {
    execFileSync('curl', ['--version'], { stdio: 'ignore' });
    execFileSync('unzip', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(!hasTools())('the README', () => {
  let service: RunningHost;
  const folder = mkdtempSync(join(tmpdir(), 'onebit-readme-'));

  beforeAll(async () => {
    writeFileSync(join(folder, 'two.flac'), mixture);
    service = await startSpeechSeparation({ port: 0 });
  });

  afterAll(async () => {
    await service.close();
    rmSync(folder, { recursive: true });
  });

  it('holds transcripts', () => {
    expect(steps.length).toBeGreaterThan(7);
  });

  it.each(steps)('$command', async ({ command, output }) => {
    const here = command.replaceAll('http://127.0.0.1:8080', service.address);
    const { stdout } = await promisify(execFile)('bash', ['-c', here], { cwd: folder });
    expect(steady(stdout).trimEnd()).toBe(steady(output).trimEnd());
  });
});
