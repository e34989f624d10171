import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin } from 'vite';

/** What the page may do; the suite's own header says the same more closely. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes the policy into the built page, so that it also holds where no server sets headers. */
const policyInPage: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

/** Keeps the first paint waiting for the script, which knows the theme; the build drops the mark. */
const paintAfterScript: Plugin = {
  name: 'paint-after-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

export default defineConfig({
  base: './',
  plugins: [react(), policyInPage, paintAfterScript],
  resolve: { conditions: ['@onebit/source', ...defaultClientConditions] },
  build: {
    target: 'es2022',
    // An inlined asset becomes a data: address, which the policy refuses.
    assetsInlineLimit: 0,
    // Every browser with es2022 preloads modules itself.
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
  preview: { headers: { 'Content-Security-Policy': contentSecurityPolicy } },
  server: { proxy: { '/v1': process.env['ONEBIT_SERVICE'] ?? 'http://127.0.0.1:8080' } },
});
