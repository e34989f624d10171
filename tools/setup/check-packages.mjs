// Every package that can be published is one that a consumer can import (publint's rules).
import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { root } from './root.mjs';

let faults = 0;
for (const room of ['libs', 'apps', 'tools']) {
  for (const name of readdirSync(join(root, room))) {
    const pkgDir = join(root, room, name);
    if (!existsSync(join(pkgDir, 'package.json'))) continue;
    const { messages, pkg } = await publint({ pkgDir, strict: true });
    for (const message of messages) {
      faults += 1;
      console.error(`${pkg.name}: ${formatMessage(message, pkg)}`);
    }
  }
}
process.exit(faults === 0 ? 0 : 1);
