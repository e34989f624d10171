import { OnebitError } from '@onebit/errors';
import { CommanderError } from 'commander';
import { UsageError } from './usage-error.ts';

/** The three ways a command can end. */
export const exitCodes = { done: 0, failed: 1, usage: 2 } as const;

/** Codes by which a library refuses one value of several that it knows. */
const choices: readonly string[] = ['value-invalid', 'model-unknown'];

/**
 * How a command ends on an error. Wrong usage is what the command line itself was refused for, and
 * also where a library refuses, as none of its choices, a word that the user typed: a recipe, a
 * model, a language.
 *
 * @param words - of the command line
 */
export function exitCodeOf(error: unknown, words: readonly string[]): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  if (error instanceof UsageError) return exitCodes.usage;
  const isChoice = error instanceof OnebitError && choices.includes(error.code);
  return isChoice && wasTyped(error.received, words) ? exitCodes.usage : exitCodes.failed;
}

/** Whether a value, as an error tells it in quotes, stands in the command line. */
function wasTyped(received: string, words: readonly string[]): boolean {
  const value = /^(?:the string )?(["'])(.*)\1$/.exec(received)?.[2];
  // A value may stand behind an option's `=` and in a sequence.
  return (
    value !== undefined && words.some((word) => [word, ...word.split(/[=:+\s]/)].includes(value))
  );
}
