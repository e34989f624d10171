import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('../../../tools/setup/start.mjs', import.meta.url));

/** Ends every process of a group, where one is left. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // None is left: they have ended by themselves.
  }
}

describe('npm start', () => {
  it('says which PORT it was given where that is none', async () => {
    const child = spawn(process.execPath, [script], { env: { ...process.env, PORT: 'abc' } });
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(said).toContain('expected a port from 0 to 65535, received "abc"');
  }, 30_000);

  it.skipIf(process.platform === 'win32')(
    'ends with the shell that npm runs it in, which passes no signal on',
    async () => {
      // With a second command the shell stays, as npm's does.
      const shell = spawn('sh', ['-c', '"$0" "$1"; true', process.execPath, script], {
        env: { ...process.env, PORT: '0', npm_lifecycle_event: 'start' },
        stdio: ['ignore', 'pipe', 'inherit'],
        // A group of its own, so that whatever is left over can be ended.
        detached: true,
      });
      onTestFinished(() => endGroup(shell.pid!));
      let said = '';
      while (!said.includes('ready at')) {
        const [data] = (await once(shell.stdout, 'data')) as [Buffer];
        said += data.toString();
      }
      const address = /http:\/\/\S+/.exec(said)![0];
      expect((await fetch(`${address}/health/live`)).ok).toBe(true);
      shell.kill('SIGTERM');
      // The service holds the pipe open as long as it lives.
      await once(shell.stdout, 'close');
      await expect(fetch(`${address}/health/live`)).rejects.toThrow();
    },
    60_000,
  );
});
