/** Where the work is done: in this browser, or by the service on the same origin. */
export type Runner = 'browser' | 'service';

export const runners: readonly Runner[] = ['browser', 'service'];
