import { OnebitError } from '@onebit/errors';
import { CommanderError } from 'commander';
import { UsageError } from '../usage-error.ts';

/** An error as the command line shows it, on stderr for people and in `error` with --json. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly expected?: string;
  readonly received?: string;
  readonly hint?: string;
  readonly text?: string;
  readonly position?: number;
}

/** Words for the system's own errors that a user of files meets. */
const systemErrors: Readonly<Record<string, { title: string; hint: string }>> = {
  ENOENT: { title: 'There is no such file or folder', hint: 'Check the path.' },
  EISDIR: { title: 'A folder stands where a file was expected', hint: 'Give the file itself.' },
  ENOTDIR: { title: 'A file stands where a folder was expected', hint: 'Give another folder.' },
  EEXIST: { title: 'A file stands where a folder was expected', hint: 'Give another folder.' },
  EACCES: { title: 'The file may not be opened', hint: 'Check the permissions.' },
  EPERM: { title: 'The file may not be changed', hint: 'Check the permissions.' },
  ENOSPC: { title: 'The disk is full', hint: 'Make room, then run the command again.' },
  EADDRINUSE: { title: 'The port is taken', hint: 'Choose another one with --port.' },
};

/** Turns whatever was thrown into a problem. */
export function problemOf(error: unknown): Problem {
  if (error instanceof UsageError) return { code: 'usage', ...error.detail };
  if (error instanceof OnebitError) return error.toJSON();
  if (error instanceof CommanderError) {
    return {
      code: 'usage',
      title: error.message.replace(/^error: /, ''),
      hint: 'Add --help for the usage.',
    };
  }
  if (error instanceof Error) {
    if (error.name === 'AbortError') return { code: 'aborted', title: 'The work was cancelled' };
    const { code, path } = error as NodeJS.ErrnoException;
    const known = code === undefined ? undefined : systemErrors[code];
    if (known) {
      return {
        code: code!,
        title: known.title,
        ...(path === undefined ? {} : { received: path }),
        hint: known.hint,
      };
    }
    return { code: code ?? 'internal', title: error.message };
  }
  return { code: 'internal', title: String(error) };
}

/**
 * A problem in lines: the title, the word at fault with a caret under the character, then what was
 * expected and received and what to do.
 */
export function problemLines(problem: Problem, about?: string): string[] {
  const { title, text, position, expected, received, hint } = problem;
  const lines = [`${about === undefined ? 'error' : about}: ${title}`];
  if (text !== undefined && position !== undefined) {
    lines.push('', `  ${text}`, `  ${' '.repeat(position)}^`, '');
  }
  if (expected !== undefined) lines.push(`  expected  ${expected}`);
  if (received !== undefined) lines.push(`  received  ${received}`);
  if (hint !== undefined) lines.push(`  hint      ${hint}`);
  return lines;
}
