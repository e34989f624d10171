export { catalogue, type ErrorCode } from './catalogue.ts';
export { OnebitError, type ErrorDetail } from './onebit-error.ts';
