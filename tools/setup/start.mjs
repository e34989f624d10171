// `npm start`: the three services and the web UI in one process, until Ctrl-C.
import { startSuite } from '@onebit/suite';

const suite = await startSuite({
  host: process.env.HOST || '127.0.0.1',
  port: Number(process.env.PORT || 8080),
}).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
console.log(`Onebit is ready at ${suite.address}  (Ctrl-C stops it)`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    if (stopping) process.exit(1); // a second signal: now
    stopping = true;
    suite.close().then(() => process.exit(0));
  });
}
