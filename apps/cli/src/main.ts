import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { makeProgram } from './program.ts';
import { UsageError } from './usage-error.ts';
import { problemLines, problemOf } from './terminal/problem.ts';

// A reader that has seen enough (`onebit … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
});

try {
  await makeProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has already written its message, or the help that was asked for.
    process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  } else {
    const problem = problemOf(error);
    if (process.argv.includes('--json')) {
      process.stdout.write(`${JSON.stringify({ error: problem })}\n`);
    }
    process.stderr.write(`${problemLines(problem).join('\n')}\n`);
    process.exitCode = error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}
