import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BitImage } from '@onebit/image';
import { encodeBitImage, readBitImage } from '@onebit/image/node';
import { dilate, rect } from '@onebit/morphology';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launcher, onebit, onebitRunning } from './command.fixture.ts';

const image = BitImage.fromRows(['00000000', '00100000', '00000110', '00000110', '00000000']);

describe('the onebit command', () => {
  let folder = '';
  let png: Uint8Array = new Uint8Array(0);
  const run = (words: string[], stdin?: Uint8Array) => onebit(words, folder, stdin);
  const json = (stdout: Buffer): Record<string, unknown> =>
    JSON.parse(stdout.toString()) as Record<string, unknown>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onebit-cli-'));
    png = await encodeBitImage(image, 'png', { foreground: 'light' });
    await writeFile(join(folder, 'a.png'), png);
    await writeFile(join(folder, 'b.png'), png);
    await writeFile(join(folder, 'bad.png'), 'this is no image');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('lists its verbs, with 0 on help and 2 without a verb', async () => {
    const help = await run(['--help']);
    expect(help.code).toBe(0);
    expect(help.stderr).toBe('');
    for (const verb of ['filter', 'serve', 'evaluate', 'bench', 'doctor']) {
      expect(help.stdout.toString()).toMatch(new RegExp(`^  ${verb}\\b`, 'm'));
    }
    expect((await run([])).code).toBe(2);
  });

  it('starts through its launcher, which keeps standard output clean', async () => {
    const { code, stdout } = await onebit(['--version'], folder, undefined, launcher);
    expect(stdout.toString()).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(code).toBe(0);
  });

  it.for([
    [['unknown-verb'], /unknown command/],
    [['filter'], /missing required argument/],
    [['filter', 'open:disk1', 'a.png', 'o.png', '--bordr', 'x'], /Did you mean --border/],
    [['filter', 'open:disk1', 'a.png', 'o.png', '--border', 'x'], /border rule/],
    [['filter', 'open:disk1', 'a.png', 'o.png', '--threshold', '999'], /threshold/],
    [['filter', 'open:disk1', 'a.png', 'b.png', 'bad.png'], /output folder/],
    [['filter', 'open:disk1', '*.gif', 'out/'], /matches no file/],
    [['serve', 'unknown-task'], /no such service/],
    [['serve', '--port', '70000'], /from 0 to 65535/],
    [['bench', 'unknown'], /unknown command/],
  ] as const)('ends with 2 and says why on %j', async ([words, reason]) => {
    const { code, stdout, stderr } = await run([...words]);
    expect(stderr).toMatch(reason);
    expect(code).toBe(2);
    expect(stdout.toString()).toBe('');
  });

  it('takes a border rule with outside= before it, and names the plain one', async () => {
    const words = ['filter', 'median:square3', 'a.png', '--border', 'outside=background'];
    const { code, stdout } = await run([...words, '--json']);
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({ sequence: 'median:3', border: 'background', done: 1 });
  });

  it('says in its help that a file in the way is replaced, and replaces it', async () => {
    const help = (await run(['filter', '--help'])).stdout.toString();
    expect(help).toContain('a file of its name is replaced');
    await writeFile(join(folder, 'old.pbm'), 'old');
    expect((await run(['filter', 'dilate:rect3x3', 'a.png', 'old.pbm'])).code).toBe(0);
    expect((await readFile(join(folder, 'old.pbm'))).subarray(0, 2).toString()).toBe('P4');
  });

  it.for(['serve', 'serve morphological-filtering'])(
    'refuses a PORT that is none for %s',
    async (verb) => {
      const { child, ended } = onebitRunning(verb.split(' '), { PORT: 'abc' });
      let stderr = '';
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      expect(await ended).toBe(2);
      expect(stderr).toMatch(
        /^error: PORT .*\n +expected +a port from 0 to 65535\n +received +"abc"/,
      );
    },
  );

  it('points at the character where a sequence is wrong', async () => {
    const { code, stderr } = await run(['filter', 'open:disk1 + clse:rect3x3', 'a.png', 'o.png']);
    expect(code).toBe(2);
    const lines = stderr.split('\n');
    const caret = lines.findIndex((line) => /^ +\^$/.test(line));
    expect(lines[caret - 1]!.slice(lines[caret]!.indexOf('^'))).toMatch(/^clse/);
    expect(stderr).toMatch(/expected .*\n.*received .*\n.*hint /);
  });

  it('filters from standard input to standard output', async () => {
    const { code, stdout, stderr } = await run(['filter', 'dilate:rect3x3', '-', '-'], png);
    expect([code, stderr]).toEqual([0, '']);
    const { image: result, report } = await readBitImage(stdout, { foreground: 'light' });
    expect(report.format).toBe('png');
    expect(result.toRows()).toEqual(dilate(image, rect(3, 3)).toRows());
  });

  it('filters files into a new folder, writes whole files only, and describes them in JSON', async () => {
    const words = ['filter', 'dilate:rect3x3', '[ab].png', 'new/folder/', '--json'];
    const { code, stdout } = await run([...words, '--format', 'pbm']);
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({
      sequence: 'dilate:rect3x3',
      border: 'ignore',
      dryRun: false,
      done: 2,
      failed: 0,
      files: [
        {
          input: 'a.png',
          output: join('new/folder', 'a.pbm'),
          read: { width: 8, height: 5, foreground: 'light', foregroundPixels: 5 },
          result: { kind: 'image', foregroundPixels: dilate(image, rect(3, 3)).count() },
        },
        { input: 'b.png' },
      ],
    });
    expect(await readdir(join(folder, 'new/folder'))).toEqual(['a.pbm', 'b.pbm']);
    const { image: written } = await readBitImage(
      await readFile(join(folder, 'new/folder/b.pbm')),
      { foreground: 'light' },
    );
    expect(written.toRows()).toEqual(dilate(image, rect(3, 3)).toRows());
  });

  it('goes on after a bad input, names it, and ends with 1', async () => {
    const words = ['filter', 'erode:rect1x1', 'bad.png', 'missing.png', 'a.png', 'kept/', '--json'];
    const { code, stdout, stderr } = await run(words);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^bad\.png: .*\n(.*\n)*missing\.png: There is no such file/m);
    expect(json(stdout)).toMatchObject({
      done: 1,
      failed: 2,
      files: [
        { input: 'bad.png', output: null, error: { code: 'image-unreadable' } },
        { input: 'missing.png', output: null, error: { code: 'ENOENT' } },
        { input: 'a.png', output: join('kept', 'a.png') },
      ],
    });
    expect(await readdir(join(folder, 'kept'))).toEqual(['a.png']);
  });

  it('refuses garbage on standard input with 1 and writes nothing', async () => {
    const { code, stdout, stderr } = await run(
      ['filter', 'open:disk1', '-', '-'],
      new TextEncoder().encode('garbage'),
    );
    expect(code).toBe(1);
    expect(stdout).toHaveLength(0);
    expect(stderr).toMatch(/^standard input: .*\n.*expected .*\n.*received .*\n.*hint/);
  });

  it('writes nothing in a dry run', async () => {
    const { code, stdout } = await run([
      'filter',
      'open:disk1',
      'a.png',
      'dry/x.png',
      '--dry-run',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(json(stdout)).toMatchObject({ dryRun: true, done: 0, files: [{ output: 'dry/x.png' }] });
    expect(existsSync(join(folder, 'dry'))).toBe(false);
  });

  it.for(['SIGINT', 'SIGTERM'] as const)(
    'gives up waiting for its input on %s, with 1',
    async (signal) => {
      const { child, ended } = onebitRunning(['filter', 'open:disk1', '-', '-'], {});
      let stderr = '';
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
      // More than a pipe holds: drained means that the command is reading.
      child.stdin.write(Buffer.alloc(2 ** 20));
      await once(child.stdin, 'drain');
      child.kill(signal);
      expect(await ended).toBe(1);
      expect(stderr).toContain('The work was cancelled');
    },
  );

  it('gives a usage error as one JSON document too', async () => {
    const { code, stdout } = await run(['filter', 'open:diskx', 'a.png', 'o.png', '--json']);
    expect(code).toBe(2);
    expect(json(stdout)).toMatchObject({
      error: { code: 'usage', text: 'open:diskx', position: 5 },
    });
  });

  it.for([
    [['filter', '--json'], /^missing required argument 'sequence'/],
    [['filter', 'open:disk1', 'a.png', '--bordr', 'x', '--json'], /^unknown option '--bordr'/],
    [['serve', '--port', '70000', '--json'], /from 0 to 65535/],
    [['evaluate', 'nothing', '--json'], /^unknown command 'nothing'/],
    [['evaluate', '--json'], /^unknown option '--json'/],
  ] as const)('gives what the words lack as a JSON document on %j', async ([words, title]) => {
    const { code, stdout, stderr } = await run([...words]);
    expect(code).toBe(2);
    expect(json(stdout)).toEqual({
      error: {
        code: 'usage',
        title: expect.stringMatching(title) as string,
        hint: 'Add --help for the usage.',
      },
    });
    expect(stderr).toMatch(/^error: /);
  });

  it.for([
    [['train', 'image-classification', '--recipe', 'nope', '--data', '.'], 'value-invalid'],
    [['train', 'emotion-classification', '--recipe=nope', '--data', '.'], 'value-invalid'],
    [['train', 'speech-separation', '--recipe', 'nope', '--data', '.'], 'value-invalid'],
    [['emotions', 'thanks', '--model', 'nope'], 'model-unknown'],
    [['emotions', 'thanks', '--language', 'eng'], 'value-invalid'],
    [['evaluate', 'denoising', '--data', '.', '--model', 'nope'], 'model-unknown'],
    [['filter', 'learned:nope', 'a.png'], 'model-unknown'],
    [['verify', 'nope'], 'model-unknown'],
  ] as const)('ends with 2 on %j, which is none of the choices', async ([words, error]) => {
    const { code, stdout } = await run([...words, '--json']);
    expect([code, json(stdout)]).toMatchObject([2, { error: { code: error } }]);
  });

  it('finds the kernels of this machine right', async () => {
    const { code, stdout } = await run(['doctor', '--json']);
    expect(code).toBe(0);
    const found = json(stdout) as { selfTest: { checks: number; failed: string[] }[] };
    expect(found).toMatchObject({
      healthy: true,
      node: { version: process.version },
      images: expect.arrayContaining([{ format: 'tiff', exact: true }]),
      packages: [{ name: '@tensorflow/tfjs-node' }, { name: '@tensorflow/tfjs' }],
    });
    for (const { checks, failed } of found.selfTest) {
      expect(checks).toBeGreaterThan(50);
      expect(failed).toEqual([]);
    }
    const table = await run(['doctor']);
    expect(table.stdout.toString()).toMatch(/^Kernels +\w+: /m);
  });

  it.for([
    ['morphology', 'rect3x3', '1024x1024'],
    ['kernels', 'layer 16x', '16x256x1153'],
    ['training', 'forward', '128x1024x2048'],
  ] as const)("benches %s, with a report of the contract's form", async ([name, only, shape]) => {
    const words = [
      'bench',
      name,
      '--quick',
      '--only',
      only,
      '--no-install',
      '--seed',
      '7',
      '--json',
    ];
    const { code, stdout } = await run(words);
    expect(code).toBe(0);
    const report = json(stdout) as { rows: object[]; peers: object[] };
    expect(report).toMatchObject({
      benchmark: name,
      machine: { cores: expect.any(Number) as number },
      cpu: expect.any(String) as string,
      node: process.version,
      seed: 7,
      quick: true,
      refused: [],
    });
    expect(Number.isNaN(Date.parse((report as unknown as { date: string }).date))).toBe(false);
    expect(report.rows.length).toBeGreaterThan(0);
    for (const row of report.rows as { peer: string | null }[]) {
      const timing = {
        median: expect.any(Number),
        p10: expect.any(Number),
        p90: expect.any(Number),
      };
      expect(row).toMatchObject({ name: expect.any(String), shape, ms: timing });
      if (row.peer !== null)
        expect(row).toMatchObject({ peerMs: timing, ratio: expect.any(Number) });
    }
    for (const peer of report.peers as { status: string }[]) {
      expect(peer).toHaveProperty(peer.status === 'present' ? 'version' : 'reason');
    }
  });

  it.for(['SIGINT', 'SIGTERM'] as const)('serves until %s and then ends with 0', async (signal) => {
    const { child, firstLine, ended } = onebitRunning(['serve', 'morphological-filtering'], {
      PORT: '0',
    });
    const address = /http:\/\/\S+/.exec(await firstLine)![0];
    const response = await fetch(`${address}/v1/morphological-filtering?sequence=dilate:rect3x3`, {
      method: 'POST',
      headers: { 'content-type': 'image/png', accept: 'image/png' },
      body: new Uint8Array(png),
    });
    expect(response.status).toBe(200);
    child.kill(signal);
    expect(await ended).toBe(0);
  });
});
