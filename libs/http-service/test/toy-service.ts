import { OnebitError } from '@onebit/errors';
import { readUpload, type Service, type ServiceDefinition } from '../src/index.ts';
import { parseQuery } from '../src/request/query.ts';

/** A door that tasks wait at until it is opened. */
export class Door {
  #open: () => void = () => undefined;
  #passage: Promise<void> = Promise.resolve();
  /** Tasks that have arrived. */
  arrived = 0;
  /** Tasks that were stopped while they waited. */
  stopped = 0;

  close(): void {
    this.#passage = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  open(): void {
    this.#open();
  }

  async pass(signal: AbortSignal): Promise<void> {
    this.arrived++;
    await Promise.race([
      this.#passage,
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          this.stopped++;
          reject(signal.reason as Error);
        });
      }),
    ]);
  }
}

/** What the toy can be told. */
export interface ToyOptions {
  readonly door?: Door;
  readonly selfTest?: Service['selfTest'];
  readonly suspect?: () => boolean;
}

/**
 * A service without workers: `POST /v1/toy` answers the bytes it got, in upper case when they are
 * letters; `?fail=…` makes it fail in a named way.
 */
export function toy({ door, selfTest, suspect }: ToyOptions = {}): ServiceDefinition {
  return {
    name: 'toy',
    create: (platform): Service => ({
      endpoints: [
        {
          task: 'toy',
          accept: async (request, response) => {
            const { fail } = parseQuery(request.url);
            const upload = await readUpload(
              request,
              response,
              { field: 'file', types: ['text/plain'], limit: platform.limits.textBytes },
              platform,
            );
            const text = new TextDecoder().decode(upload.bytes);
            return {
              lane: text.length >= platform.limits.largeFromBytes ? 'large' : 'small',
              fingerprint: () => Promise.resolve(text),
              run: async ({ signal, onProgress }) => {
                onProgress?.(0.5);
                await door?.pass(signal);
                if (fail === 'known') {
                  throw new OnebitError('value-invalid', {
                    expected: 'x',
                    received: 'y',
                    hint: 'Send x.',
                  });
                }
                if (fail === 'unknown') {
                  throw new Error('the secret of /etc/shadow');
                }
                return {
                  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
                  body: new TextEncoder().encode(text.toUpperCase()),
                };
              },
            };
          },
        },
      ],
      models: [],
      inference: [
        {
          name: 'toy',
          version: '3',
          platform: 'toy',
          inputs: [{ name: 'x', datatype: 'UINT8', shape: [-1] }],
          outputs: [{ name: 'y', datatype: 'UINT8', shape: [-1] }],
          infer: (body) => Promise.resolve(body),
        },
      ],
      paths: {},
      selfTest: selfTest ?? (() => Promise.resolve()),
      suspect: suspect ?? (() => false),
      close: () => Promise.resolve(),
    }),
  };
}
