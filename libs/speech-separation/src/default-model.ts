import { type Model, readModel } from '@onebit/bnn';
import { defaultModel } from './generated/default-model.ts';

let read: Model | undefined;

/** The model that ships with the package, read once. */
export function readDefaultModel(): Model {
  read ??= readModel(bytesOf(defaultModel));
  return read;
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
