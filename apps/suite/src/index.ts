export { type SuiteOptions, startSuite } from './start-suite.ts';
export { stopOnSignals, type RunningHost } from '@onebit/http-service';
