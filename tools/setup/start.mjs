// `npm start`: the three services and the web UI in one process, until Ctrl-C.
import { clearInterval, setInterval } from 'node:timers';

const parent = process.ppid;

let suite;
let stopping = false;
function stop() {
  if (stopping) process.exit(1); // a second signal: now
  stopping = true;
  if (suite === undefined) process.exit(0);
  suite.close().then(() => process.exit(0));
}

// npm passes a signal to the shell that it runs this in, and the shell to nobody: it ends, and
// whoever adopts this process is its parent from then on.
if (process.env.npm_lifecycle_event !== undefined) {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500).unref();
}

const { startSuite } = await import('@onebit/suite');
suite = await startSuite().catch((error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(`Onebit is ready at ${suite.address}  (Ctrl-C stops it)`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
