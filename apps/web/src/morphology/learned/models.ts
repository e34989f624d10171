/** A learned filter of the visitor's: taught on this page, loaded from a file, or come in an address. */
export interface PageModel {
  /** What `learned:NAME` calls it. */
  readonly name: string;
  /** The model file. */
  readonly file: Uint8Array<ArrayBuffer>;
}

/** A learned filter as the worker gets it: its file, or where the file lies. */
export interface ModelSource {
  readonly name: string;
  readonly file: Uint8Array<ArrayBuffer> | string;
}

/** The learned filters that come with the page, by name. */
export const shippedModels: readonly ModelSource[] = [
  {
    name: 'document-cleaning',
    file: new URL('../../../../../models/document-cleaning/filter.safetensors', import.meta.url)
      .href,
  },
];

/** Names that a sequence may call. */
export function modelNames(models: readonly PageModel[]): string[] {
  return [...shippedModels, ...models].map(({ name }) => name);
}

/** A name for a file: its own without extension, in characters that a sequence takes, not taken yet. */
export function nameFor(file: string, taken: readonly string[]): string {
  const own = file
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replace(/[^a-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  const base = own === '' ? 'taught' : own.slice(0, 40);
  let name = base;
  for (let copy = 2; taken.includes(name); copy++) name = `${base}-${copy}`;
  return name;
}

/** Bytes as a text that needs no escaping in an address (base64url). */
export function toAddressText(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads {@link toAddressText}; undefined for what it did not write. */
export function fromAddressText(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w-]+$/.test(text)) return undefined;
  try {
    const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
