#!/usr/bin/env node
import { existsSync } from 'node:fs';

const needed = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  console.error(`onebit needs Node ${needed.join('.')} or newer; this is ${process.version}.`);
  process.exit(1);
}

// In a clone of the repository the sources may be newer than the build; a published package has
// no set-up beside it.
const setup = new URL('../../../tools/setup/ensure-built.mjs', import.meta.url);
try {
  if (existsSync(setup)) await (await import(setup.href)).ensureBuilt();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
await import('../dist/main.js');
