/**
 * Puts what runs a network, its kernels included, into one file: dist/bundle/run.js. Errors stay a
 * package of their own, so that `instanceof OnebitError` holds across packages.
 */
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  logLevel: 'warn',
  root: here('.'),
  build: {
    lib: { entry: here('dist/run.js'), formats: ['es'], fileName: 'run' },
    outDir: here('dist/bundle'),
    target: 'es2022',
    minify: false,
    rolldownOptions: { external: ['@onebit/errors'] },
  },
});
