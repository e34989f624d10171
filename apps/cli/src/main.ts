import { CommanderError } from 'commander';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { makeProgram } from './program.ts';
import { problemLines, problemOf } from './terminal/problem.ts';

// A reader that has seen enough (`onebit … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
});

try {
  await makeProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error, process.argv.slice(2));
  if (process.exitCode !== exitCodes.done) {
    const problem = problemOf(error);
    if (process.argv.includes('--json')) {
      process.stdout.write(`${JSON.stringify({ error: problem })}\n`);
    }
    // Commander has already written its message.
    if (!(error instanceof CommanderError)) {
      process.stderr.write(`${problemLines(problem).join('\n')}\n`);
    }
  }
}
