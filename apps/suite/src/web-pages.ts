import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of the web UI's built files, or undefined where it has not been built. */
export function webPages(): string | undefined {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('@onebit/web/package.json')), 'dist');
  return existsSync(join(folder, 'index.html')) ? folder : undefined;
}
