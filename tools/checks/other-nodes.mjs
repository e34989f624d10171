/**
 * Holds the built kernels to their digests under other versions of Node, where there are any: the
 * programs in ONEBIT_NODES (paths, separated as in PATH), else node22, node24 and node26 on the path.
 *
 *   ONEBIT_NODES=/opt/node-24/bin/node node tools/checks/other-nodes.mjs
 */
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const named = (process.env.ONEBIT_NODES ?? '').split(delimiter).filter(Boolean);
const folders = (process.env.PATH ?? '').split(delimiter);
const onPath = ['node22', 'node24', 'node26'].flatMap((name) =>
  folders
    .map((folder) => join(folder, name))
    .filter(existsSync)
    .slice(0, 1),
);
const programs = named.length > 0 ? named : onPath;
const check = fileURLToPath(new URL('kernel-digests.mjs', import.meta.url));

if (programs.length === 0) {
  console.log(
    `skipped: no Node but ${process.version} here; name others in ONEBIT_NODES, such as /opt/node-24/bin/node`,
  );
}
for (const program of programs) {
  const { status, error } = spawnSync(program, [check], { stdio: 'inherit' });
  if (status === 0) continue;
  console.error(`${program}: ${error?.message ?? `the digests differ, exit ${status}`}`);
  process.exitCode = 1;
}
