/** Codes of data sets that are no language tags, or those of other languages. */
const tags: Readonly<Record<string, string>> = {
  chn: 'zh',
  esp: 'es',
  ptbr: 'pt-BR',
  ptmz: 'pt-MZ',
};

/**
 * What a language is called.
 *
 * @param code - as models have it: a language tag, or a code of BRIGHTER or XED
 * @param locale - of the name; English where absent
 * @returns the name by the Unicode Common Locale Data Repository; the code where that has none
 *
 * @example
 * ```ts
 * import { languageName } from '@onebit/emotion-classification';
 * console.log(languageName('deu'), languageName('esp'), languageName('esp', 'fi')); // German Spanish espanja
 * ```
 */
export function languageName(code: string, locale = 'en'): string {
  // What is no language tag at all would throw.
  if (!/^[a-z]{2,8}$/.test(code)) return code;
  return new Intl.DisplayNames([locale], { type: 'language' }).of(tags[code] ?? code) ?? code;
}
