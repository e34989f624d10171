export { checkCallOptions, refuseValue } from './call-options.ts';
export { catalogue, type ErrorCode } from './catalogue.ts';
export { describeValue } from './describe-value.ts';
export { OnebitError, type ErrorDetail } from './onebit-error.ts';
