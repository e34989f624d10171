/**
 * A signal that Ctrl-C or a request to end (SIGTERM) aborts. The second Ctrl-C does not wait for
 * anything: the process ends at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
