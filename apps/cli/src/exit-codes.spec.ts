import { OnebitError } from '@onebit/errors';
import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from './exit-codes.ts';
import { UsageError } from './usage-error.ts';

const refused = (code: 'value-invalid' | 'model-unknown' | 'audio-unreadable', received: string) =>
  new OnebitError(code, { expected: 'something else', received, hint: 'Choose.' });

describe('how a command ends', () => {
  const words = ['train', '--recipe=nope', '--language', 'eng', 'learned:gone'];

  it.each([
    ['the command line', new CommanderError(1, 'commander.unknownOption', 'error: x'), 2],
    ['help that was asked for', new CommanderError(0, 'commander.helpDisplayed', ''), 0],
    ['a word of it', new UsageError({ title: '', expected: '', received: '', hint: '' }), 2],
    ['a choice that is none', refused('value-invalid', '"nope"'), 2],
    ['a language that is none', refused('value-invalid', 'the string "eng"'), 2],
    ['a filter that is none', refused('model-unknown', '"gone"'), 2],
    ['a value that nobody typed', refused('value-invalid', '"other"'), 1],
    ['a model file that is missing', refused('model-unknown', 'ENOENT'), 1],
    ['a broken file of a typed name', refused('audio-unreadable', '"eng"'), 1],
    ['anything else', new Error('x'), 1],
  ] as const)('for %s', (_, error, code) => {
    expect(exitCodeOf(error, words)).toBe(code);
  });
});
