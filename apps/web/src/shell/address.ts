/**
 * The part of the address after `#`: a task and its parameters, `/task?name=value&name=value`.
 * It stays in the browser: no server ever receives it.
 */
export interface Address {
  readonly task: string;
  readonly parameters: ReadonlyMap<string, string>;
}

// What a reader may see as it is: the sequence grammar needs these, and no browser minds them.
const readable: readonly [RegExp, string][] = [
  [/%3A/g, ':'],
  [/%2F/g, '/'],
  [/%2C/g, ','],
  [/%40/g, '@'],
  [/%2B/g, '+'],
];

function encode(value: string): string {
  return readable.reduce(
    (text, [code, character]) => text.replace(code, character),
    // Half a surrogate pair has no place in an address.
    encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd')),
  );
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Writes an address. */
export function writeAddress({ task, parameters }: Address): string {
  const pairs = [...parameters].map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return `#/${task}${pairs.length ? `?${pairs.join('&')}` : ''}`;
}

/** Reads an address; parts that are missing or damaged are left out. */
export function readAddress(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const parameters = new Map<string, string>();
  for (const pair of query.split('&').filter(Boolean)) {
    const at = pair.indexOf('=');
    if (at > 0) parameters.set(decode(pair.slice(0, at)), decode(pair.slice(at + 1)));
  }
  return { task: path, parameters };
}
