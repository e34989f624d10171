/**
 * What a caller gave, in a few words for an error: strings in quotes, so that '0.5' is not taken for a number.
 *
 * @param value - anything
 *
 * @example
 * ```ts
 * import { describeValue } from '@onebit/errors';
 * console.log(describeValue('0.5'), '|', describeValue([1])); // the string "0.5" | an array
 * ```
 */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `the string ${JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)}`;
    case 'function':
      return 'a function';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? 'an array' : describeObject(value);
    default:
      return String(value);
  }
}

function describeObject(value: object): string {
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
  return kind === 'Object' ? 'an object' : `an object of the kind ${kind}`;
}
