import type { RunningHost } from './host.ts';

/**
 * Ties a host to the process: SIGTERM or SIGINT stops it gracefully and the process ends with 0; a
 * second signal cuts everything and the process ends with 1.
 *
 * @param running - the host
 */
export function stopOnSignals(running: RunningHost): void {
  let code: 0 | 1 | undefined;
  const onSignal = () => {
    const now = code !== undefined;
    code = now ? 1 : 0;
    void running.close({ now }).finally(() => process.exit(code));
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}
