import { OnebitError } from '@onebit/errors';
import { availableParallelism } from 'node:os';

/**
 * Every limit a service enforces. The object in force is served at `GET /v1/limits`, so that a
 * client can check before it uploads.
 */
export interface Limits {
  /** All header lines of a request together, in bytes. */
  readonly headerBytes: number;
  /** Header lines of a request. */
  readonly headerCount: number;
  /** Milliseconds until all headers have arrived. */
  readonly headersTimeoutMs: number;
  /** Milliseconds until the whole request has arrived. */
  readonly requestTimeoutMs: number;
  /** How often the two timeouts above are checked, in milliseconds. */
  readonly timeoutCheckMs: number;
  /** Bytes a second below which an upload that has lasted `uploadGraceMs` is refused. */
  readonly uploadBytesPerSecond: number;
  /** Milliseconds an upload may take before its rate counts. */
  readonly uploadGraceMs: number;
  /** Milliseconds an idle connection is kept. */
  readonly keepAliveMs: number;
  /** Requests on one connection before it is closed. */
  readonly requestsPerConnection: number;
  /** Open connections in all; four times as many are still answered with 503. */
  readonly connections: number;
  /** Open connections from one address that is not this machine; answered with 429 beyond. */
  readonly connectionsPerAddress: number;
  /** Requests a minute from one client; 0 switches the limit off. */
  readonly requestsPerMinute: number;
  /** Whether `requestsPerMinute` holds for clients on this machine too. */
  readonly rateLimitLoopback: boolean;
  /** Body of a text request, in bytes. */
  readonly textBytes: number;
  /** Lines of texts of a job, in bytes. */
  readonly textJobBytes: number;
  /** Milliseconds the work of a job on lines of texts may take. */
  readonly textJobWorkMs: number;
  /** Body of an image request, in bytes. */
  readonly imageBytes: number;
  /** Body of an audio request, in bytes. */
  readonly audioBytes: number;
  /** Length of a recording of a direct request, in seconds. */
  readonly audioSeconds: number;
  /** Length of a recording of a job, in seconds. */
  readonly audioJobSeconds: number;
  /** Lowest sample rate of a recording, in Hz, 4000 or more. */
  readonly audioLowestRate: number;
  /** Highest sample rate of a recording, in Hz, 768000 or less. */
  readonly audioHighestRate: number;
  /** Milliseconds the work of a job on a recording may take. */
  readonly audioJobWorkMs: number;
  /** Body of an Open Inference Protocol request, in bytes. */
  readonly tensorBytes: number;
  /** Request bodies held in memory at one time, in bytes. */
  readonly bufferedBytes: number;
  /** Fields of a multipart form beside the file. */
  readonly formFields: number;
  /** Value of one form field or query parameter, in bytes. */
  readonly fieldBytes: number;
  /** Nesting of a JSON body. */
  readonly jsonDepth: number;
  /** Pixels of an image. */
  readonly imagePixels: number;
  /** Width or height of an image, in pixels. */
  readonly imageSide: number;
  /** Images of one batch: entries of a zip, pages of a TIFF. */
  readonly batchPages: number;
  /** Pixels of all images of one batch. */
  readonly batchPixels: number;
  /** Before/after pairs of one learning. */
  readonly fitPairs: number;
  /** Pixels of all before pictures of one learning. */
  readonly fitPixels: number;
  /** Model file of a client, in bytes. */
  readonly modelBytes: number;
  /** Models of clients kept at one time. */
  readonly clientModels: number;
  /** Milliseconds a model of a client is kept after its last use. */
  readonly clientModelMs: number;
  /** Requests waiting in the lane of small inputs. */
  readonly smallQueue: number;
  /** Requests waiting in the lane of large inputs. */
  readonly largeQueue: number;
  /** Body size from which an input counts as large, in bytes. */
  readonly largeFromBytes: number;
  /** Pixels from which an image counts as large, whatever its file weighs. */
  readonly largeFromPixels: number;
  /** Milliseconds a request may wait for a worker. */
  readonly queueWaitMs: number;
  /** Milliseconds the work of a direct request may take. */
  readonly workMs: number;
  /** Milliseconds the work of a job may take. */
  readonly jobWorkMs: number;
  /** Jobs kept, finished ones included. */
  readonly jobs: number;
  /** Results of jobs kept in memory, in bytes. */
  readonly jobResultBytes: number;
  /** Results of jobs kept on disk, in bytes. */
  readonly jobDiskBytes: number;
  /** Milliseconds a finished job is kept. */
  readonly jobRetentionMs: number;
  /** Listeners of job events at one time. */
  readonly eventListeners: number;
  /** Worker threads. */
  readonly workers: number;
  /** JavaScript heap of one worker, in bytes. */
  readonly workerBytes: number;
  /** Tasks after which the workers are replaced by fresh ones. */
  readonly tasksPerWorkerPool: number;
  /** Milliseconds a cancelled task gets to stop by itself before its worker is ended. */
  readonly cancelGraceMs: number;
  /** Milliseconds a service's self-test may take. */
  readonly selfTestMs: number;
  /** Milliseconds between readiness off and the closing of the port. */
  readonly stopGraceMs: number;
  /** Milliseconds accepted requests get to finish when the service stops. */
  readonly stopMs: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** The limits a service starts with when nothing else is said. */
export const defaultLimits: Limits = {
  headerBytes: 16 * KiB,
  headerCount: 100,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  timeoutCheckMs: 1_000,
  uploadBytesPerSecond: 8 * KiB,
  uploadGraceMs: 10_000,
  keepAliveMs: 5_000,
  requestsPerConnection: 1_000,
  connections: 512,
  connectionsPerAddress: 64,
  requestsPerMinute: 600,
  rateLimitLoopback: false,
  textBytes: 256 * KiB,
  textJobBytes: 512 * MiB,
  textJobWorkMs: 7_200_000,
  imageBytes: 32 * MiB,
  audioBytes: 512 * MiB,
  audioSeconds: 60,
  audioJobSeconds: 43_200,
  audioLowestRate: 4000,
  audioHighestRate: 768_000,
  audioJobWorkMs: 7_200_000,
  tensorBytes: 16 * MiB,
  bufferedBytes: 256 * MiB,
  formFields: 16,
  fieldBytes: 16 * KiB,
  jsonDepth: 32,
  imagePixels: 64_000_000,
  imageSide: 32_767,
  batchPages: 500,
  batchPixels: 256_000_000,
  fitPairs: 256,
  fitPixels: 64_000_000,
  modelBytes: MiB,
  clientModels: 64,
  clientModelMs: 86_400_000,
  smallQueue: 64,
  largeQueue: 8,
  largeFromBytes: MiB,
  largeFromPixels: 4_000_000,
  queueWaitMs: 10_000,
  workMs: 30_000,
  jobWorkMs: 600_000,
  jobs: 64,
  jobResultBytes: 256 * MiB,
  jobDiskBytes: 8 * 1024 * MiB,
  jobRetentionMs: 3_600_000,
  eventListeners: 64,
  workers: Math.max(2, Math.min(8, availableParallelism())),
  workerBytes: 256 * MiB,
  tasksPerWorkerPool: 10_000,
  cancelGraceMs: 50,
  selfTestMs: 120_000,
  stopGraceMs: 0,
  stopMs: 30_000,
};

/** Limits that may be 0, because 0 switches them off or means "at once". */
const mayBeZero = new Set<keyof Limits>(['requestsPerMinute', 'stopGraceMs', 'cancelGraceMs']);

/**
 * The limits in force: the defaults with some of them replaced.
 *
 * @param overrides - the limits to replace; a name that is not a limit is refused
 * @returns all limits
 * @throws OnebitError `value-invalid` for an unknown name or a value that is not a positive integer
 *
 * @example
 * ```ts
 * import { resolveLimits } from '@onebit/http-service';
 * console.log(resolveLimits({ imageBytes: 1024 }).imageBytes); // 1024
 * console.log(resolveLimits().headerBytes); // 16384
 * ```
 */
export function resolveLimits(overrides: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(overrides)) {
    if (!(name in defaultLimits)) {
      throw new OnebitError('value-invalid', {
        expected: `one of the limits ${Object.keys(defaultLimits).join(', ')}`,
        received: name,
        hint: 'Read GET /v1/limits for the names and the values in force.',
      });
    }
    const isSwitch = typeof defaultLimits[name as keyof Limits] === 'boolean';
    const least = mayBeZero.has(name as keyof Limits) ? 0 : 1;
    const good = isSwitch
      ? typeof value === 'boolean'
      : Number.isSafeInteger(value) && (value as number) >= least;
    if (!good) {
      throw new OnebitError('value-invalid', {
        expected: isSwitch
          ? `true or false for the limit ${name}`
          : `an integer of at least ${String(least)} for the limit ${name}`,
        received: String(value),
        hint: 'Give the limit in the unit its name ends with.',
      });
    }
  }
  return { ...defaultLimits, ...overrides };
}
