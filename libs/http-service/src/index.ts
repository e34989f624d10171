export { startHost, type HostOptions, type RunningHost } from './host/host.ts';
export type {
  AcceptedTask,
  ModelCard,
  ModelFiles,
  Platform,
  Service,
  ServiceDefinition,
  TaskEndpoint,
} from './host/service.ts';
export { readPort } from './host/port.ts';
export { stopOnSignals } from './host/signals.ts';
export { modelCardSchema, problemResponse } from './host/openapi.ts';
export type { InferenceModel, TensorMetadata } from './inference/model.ts';
export { defaultLimits, type Limits, resolveLimits } from './limits.ts';
export { type Problem, PROBLEM_TYPE, toProblem } from './problems/problem.ts';
export { statusOf } from './problems/status.ts';
export { negotiate } from './request/content-type.ts';
export { fingerprintOf } from './request/fingerprint.ts';
export {
  checkParameters,
  mergeParameters,
  parseQuery,
  type RawParameters,
} from './request/query.ts';
export type { Answer, FileBody } from './request/respond.ts';
export { readFiles, type FilesOptions, type UploadedFiles } from './request/files.ts';
export type { FormFile } from './request/form.ts';
export { type SpooledUpload, spoolUpload } from './request/spool.ts';
export type { LineBlock } from './request/line-blocks.ts';
export { readLines } from './request/lines.ts';
export { readUpload, type Upload, type UploadOptions } from './request/upload.ts';
export type { Lane } from './workers/admission.ts';
export { type PoolCounts, type Task, type TaskOptions, WorkerPool } from './workers/worker-pool.ts';
export { workerService } from './workers/worker-service.ts';
export type { ZodOpenApiPathsObject } from 'zod-openapi';
