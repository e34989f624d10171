import type { RunningHost } from './host.ts';

/**
 * Ties a host to the process: SIGTERM or SIGINT stops it gracefully and the process ends with 0; a
 * second signal cuts everything and ends with 1.
 */
export function stopOnSignals(running: RunningHost): void {
  let asked = false;
  const onSignal = () => {
    if (asked) {
      void running.close({ now: true }).finally(() => process.exit(1));
      return;
    }
    asked = true;
    void running.close().then(() => process.exit(0));
  };
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal);
}
