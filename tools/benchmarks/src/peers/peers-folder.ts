import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PeerStatus } from '../report.ts';

/**
 * The folder with the packages that the benchmarks compare with. It has its own lock file and
 * stands outside the workspaces, so that nobody installs 650 MB of rivals without asking.
 */
export const peersFolder = fileURLToPath(new URL('../../peers/', import.meta.url));

const requireFromPeers = createRequire(new URL('../../peers/package.json', import.meta.url));

/** Whether the installed packages are those of the lock file. */
function isInstalled(): boolean {
  const installed = `${peersFolder}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  const versions = (path: string): Record<string, { version?: string; optional?: boolean }> =>
    (
      JSON.parse(readFileSync(path, 'utf8')) as {
        packages: Record<string, { version?: string; optional?: boolean }>;
      }
    ).packages;
  const present = versions(installed);
  return Object.entries(versions(`${peersFolder}package-lock.json`)).every(
    ([name, { version, optional }]) =>
      name === '' || optional === true || present[name]?.version === version,
  );
}

/**
 * Installs the npm peers once (`npm ci`, install scripts skipped), with npm's words on stderr.
 *
 * @returns undefined when they are there, else the reason why not
 */
export async function ensurePeers(
  install: boolean,
  signal?: AbortSignal,
): Promise<string | undefined> {
  if (isInstalled()) return undefined;
  if (!install) return 'not installed';
  process.stderr.write('Installing the packages to compare with (once) …\n');
  const cli = process.env['npm_execpath'];
  const [command, first] = cli?.endsWith('.js') ? [process.execPath, [cli]] : ['npm', []];
  return new Promise((resolve) => {
    const child = spawn(command, [...first, 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: peersFolder,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32' && command === 'npm',
      ...(signal === undefined ? {} : { signal }),
    });
    child.once('error', (error) => resolve(`npm could not be run: ${error.message}`));
    child.once('exit', (code) => resolve(code === 0 ? undefined : `npm ci ended with ${code}`));
  });
}

/** A peer package, or why it could not be had. */
export interface Loaded<T> {
  readonly status: PeerStatus;
  readonly module?: T;
}

/**
 * Loads a peer package from the peers folder.
 *
 * @param name - package name
 * @param problem - why the peers are not installed, where that is known
 */
export async function loadPeer<T>(name: string, problem?: string): Promise<Loaded<T>> {
  if (problem !== undefined) return { status: { name, status: 'missing', reason: problem } };
  try {
    const loaded = (await import(pathToFileURL(requireFromPeers.resolve(name)).href)) as {
      default?: T;
    };
    return {
      status: { name, status: 'present', version: versionOf(name) },
      module: loaded.default ?? (loaded as T),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    return { status: { name, status: 'missing', reason } };
  }
}

function versionOf(specifier: string): string {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const path = `${peersFolder}node_modules/${name}/package.json`;
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
