import { cutSequence } from '../sequence/grammar.ts';

/**
 * The learned filters that a sequence names, so that they can be loaded before it is read.
 *
 * @param text - a sequence as {@link sequence} reads it
 * @returns the names as they are written, each once
 * @throws OnebitError `sequence-invalid` where the text has no form of a sequence, `value-invalid` for what is
 *   no text
 *
 * @example
 * ```ts
 * import { learnedNames } from '@onebit/morphology';
 * console.log(learnedNames('learned:cleaning + close:hline3').join()); // cleaning
 * ```
 */
export function learnedNames(text: string): string[] {
  const names = cutSequence(text).flatMap(({ operation, arguments: [name] }) =>
    operation.text.toLowerCase() === 'learned' && name !== undefined ? [name.text] : [],
  );
  return [...new Set(names)];
}
