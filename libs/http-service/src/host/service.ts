import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import type { ZodOpenApiPathsObject } from 'zod-openapi';
import type { InferenceModel } from '../inference/model.ts';
import type { Limits } from '../limits.ts';
import type { Metrics } from './metrics.ts';
import type { BodyBudget } from '../request/body-budget.ts';
import type { Answer } from '../request/respond.ts';
import type { Admission, Lane } from '../workers/admission.ts';
import type { TaskOptions } from '../workers/worker-pool.ts';

/** What the host lends to each of its services. */
export interface Platform {
  readonly limits: Limits;
  readonly budget: BodyBudget;
  readonly admission: Admission;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** A request whose input was read and checked, ready to be worked on now or as a job. */
export interface AcceptedTask {
  /** The queue it waits in. */
  readonly lane: Lane;
  /** A digest of everything that decides the result; to be asked for before `run`. */
  readonly fingerprint: () => Promise<string>;
  /** Milliseconds the work may take as a job; the limit `jobWorkMs` unless said. */
  readonly jobWorkMs?: number;
  /** Gives back what the request and its answer hold on disk; may be called twice. */
  readonly release?: () => Promise<void>;
  /** Does the work; may be called once. */
  readonly run: (options: TaskOptions) => Promise<Answer>;
}

/** A task that a service offers at `POST /v1/<task>` and `POST /v1/jobs/<task>`, or as a job alone. */
export interface TaskEndpoint {
  /** The task's name, as in the address. */
  readonly task: string;
  /** Whether it takes so long that it is offered as a job alone. */
  readonly jobOnly?: boolean;
  /** Reads and checks the whole request; throws what is wrong with it. */
  readonly accept: (request: Request, response: Response) => Promise<AcceptedTask>;
  /**
   * Answers a request while its body still comes.
   *
   * @returns whether it did; a request that is not for streaming is left as it was, for `accept`
   */
  readonly stream?: (request: Request, response: Response) => Promise<boolean>;
}

/** A model's card, as `GET /v1/models` lists it. */
export interface ModelCard {
  readonly id: string;
  readonly task: string;
  readonly name: string;
  readonly bytes: number;
  readonly bits: number;
  readonly licence: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** How a request calls it, where that is not by its id alone. */
  readonly use?: string;
  /** What it does, in words or as a sequence that anyone can read. */
  readonly description?: string;
  /** Whether a client made it, so that it may be forgotten. */
  readonly client?: boolean;
  /** When it will be forgotten unless it is used before, as ISO 8601. */
  readonly expiresAt?: string;
}

/** The model files of a service, and the models that clients may add. */
export interface ModelFiles {
  /** The file of a model; undefined for an id that is not the service's. */
  readonly file: (id: string) => Uint8Array | undefined;
  /** Keeps a client's model file; throws where it is none, or none is taken. */
  readonly add: (file: Uint8Array) => Promise<ModelCard>;
  /** Forgets a client's model; tells whether there was one. */
  readonly remove: (id: string) => Promise<boolean>;
}

/** A service under a host. */
export interface Service {
  readonly endpoints: readonly TaskEndpoint[];
  /** The models there are now. */
  readonly models: readonly ModelCard[];
  /** Their files, where clients may have them. */
  readonly modelFiles?: ModelFiles;
  /** The models there are now, in the Open Inference Protocol. */
  readonly inference: readonly InferenceModel[];
  /** The service's own addresses in the OpenAPI document. */
  readonly paths: ZodOpenApiPathsObject;
  /** Proves that the service gives right results; throws `self-test-failed` where it does not. */
  readonly selfTest: (signal: AbortSignal) => Promise<void>;
  /** Whether faults repeat so that the self-test has to be passed again. */
  readonly suspect: () => boolean;
  /** Ends the service's workers. */
  readonly close: () => Promise<void>;
}

/** A service before it has a host. */
export interface ServiceDefinition {
  /** The task's name. */
  readonly name: string;
  readonly create: (platform: Platform) => Service;
}
