import { createEmotionClassificationService } from '@onebit/emotion-classification-service';
import { type Limits, readPort, type RunningHost, startHost } from '@onebit/http-service';
import { createMorphologicalFilteringService } from '@onebit/morphological-filtering';
import { createSpeechSeparationService } from '@onebit/speech-separation-service';
import { webPages } from './web-pages.ts';

/** How the suite starts. */
export interface SuiteOptions {
  /** Address to listen on; the environment's `HOST`, else 127.0.0.1. */
  readonly host?: string;
  /** Port to listen on; the environment's `PORT`, else 8080. */
  readonly port?: number;
  /** Stops the suite when aborted. */
  readonly signal?: AbortSignal;
  /** Limits that differ from the defaults. */
  readonly limits?: Partial<Limits>;
}

/**
 * Starts all services and the web UI on one port. Prints nothing.
 *
 * @param options - address, port, signal, limits
 * @returns the address and `close()`, once every self-test has passed
 * @throws OnebitError `port-taken` with a hint, `value-invalid` for a PORT that is none,
 * `self-test-failed`
 *
 * @example
 * ```ts
 * import { startSuite } from '@onebit/suite';
 * const suite = await startSuite({ port: 0 });
 * const response = await fetch(`${suite.address}/health/live`);
 * console.log(await response.json()); // { status: 'live' }
 * await suite.close();
 * ```
 */
export async function startSuite(options: SuiteOptions = {}): Promise<RunningHost> {
  const { host = process.env['HOST'] || '127.0.0.1', port = readPort(process.env['PORT'], 8080) } =
    options;
  const { signal, limits } = options;
  const pages = webPages();
  const services = [
    createSpeechSeparationService(),
    createEmotionClassificationService(),
    createMorphologicalFilteringService(),
  ];
  return startHost(services, {
    title: 'Onebit',
    host,
    port,
    ...(signal === undefined ? {} : { signal }),
    ...(limits === undefined ? {} : { limits }),
    ...(pages === undefined ? {} : { pages }),
  });
}
