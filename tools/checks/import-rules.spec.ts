import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './tracked-files.ts';

// The boundary rule reads Nx's project graph from its cache; without one it says nothing at all.
beforeAll(() => {
  const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
  execFileSync(process.execPath, [nx, 'show', 'projects'], {
    cwd: root,
    env: { ...process.env, NX_DAEMON: 'false' },
  });
}, 60_000);

const eslint = new ESLint({ cwd: root });

/** The rules that a file at `path` with this one import breaks. */
async function broken(path: string, line: string): Promise<string[]> {
  const [result] = await eslint.lintText(`${line}\n`, { filePath: join(root, path) });
  return result!.messages.map(({ ruleId }) => ruleId ?? 'parse error');
}

const boundary = '@nx/enforce-module-boundaries';

describe('imports run downward only', () => {
  it.each([
    [
      'a kernel library that reaches up to images',
      'libs/bitwise-kernels/src/index.ts',
      '@onebit/image',
    ],
    ['a data library that reaches up to a domain', 'libs/image/src/index.ts', '@onebit/morphology'],
    ['a domain library that knows HTTP', 'libs/morphology/src/index.ts', '@onebit/http-service'],
    ['services that know a task', 'libs/http-service/src/index.ts', '@onebit/morphology'],
    ['an app that touches the kernels', 'apps/web/src/main.tsx', '@onebit/bitwise-kernels'],
  ])('refuses %s', async (_what, path, target) => {
    expect(await broken(path, `export * from '${target}';`)).toContain(boundary);
  });

  it('refuses a relative import that jumps over a wall', async () => {
    const line = `export * from '../../morphology/src/index.ts';`;
    expect(await broken('libs/image/src/index.ts', line)).toContain(boundary);
  });

  it('refuses a Node built-in outside a node/ entry', async () => {
    const line = `export { readFileSync } from 'node:fs';`;
    expect(await broken('libs/morphology/src/index.ts', line)).toContain('no-restricted-imports');
    expect(await broken('libs/image/src/node/index.ts', line)).not.toContain(
      'no-restricted-imports',
    );
  });

  it('accepts what the layers allow', async () => {
    const line = `export * from '@onebit/errors';`;
    expect(await broken('libs/morphology/src/index.ts', line)).not.toContain(boundary);
  });
}, 60_000);
