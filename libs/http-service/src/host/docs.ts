import express, { Router } from 'express';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { methods } from '../request/methods.ts';

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>Onebit HTTP API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

const script = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#api', deepLinking: true });
`;

/** `GET /docs`: the OpenAPI document in a browser, with nothing loaded from elsewhere. */
export function docsRoutes(): Router {
  const router = Router();
  const require = createRequire(import.meta.url);
  const dist = dirname(require.resolve('swagger-ui-dist/package.json'));
  methods(router, '/docs', {
    get: (_request, response) => {
      response.type('html').send(page);
    },
  });
  methods(router, '/docs/start.js', {
    get: (_request, response) => {
      response.type('js').send(script);
    },
  });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    router.get(`/docs/${file}`, (_request, response) => {
      response.sendFile(join(dist, file), { maxAge: '1h' });
    });
  }
  return router;
}

/** The files of a web UI, if it is built; hashed file names may be kept for good. */
export function pageRoutes(folder: string): express.RequestHandler {
  return express.static(folder, {
    index: 'index.html',
    setHeaders: (response, path) => {
      const hashed = /-[\w-]{8,}\.\w+$/.test(path);
      response.setHeader(
        'Cache-Control',
        hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}
