import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Security headers. The content security policy allows what the pages of the suite need and nothing
 * else: their own files, WebAssembly, workers and images made in the page. Cross-origin isolation
 * gives pages shared memory.
 */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", 'blob:', 'data:'],
        workerSrc: ["'self'", 'blob:'],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    // The service speaks plain HTTP; whoever puts TLS in front of it decides on this header.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'no-referrer' },
  });
}
