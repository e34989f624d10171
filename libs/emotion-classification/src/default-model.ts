import { loadModel, type Model, readModel } from '@onebit/bnn/run';
import { defaultModel } from './generated/default-model.ts';

let read: Model | undefined;

/** The model that ships with the package, read once. */
export function readDefaultModel(): Model {
  read ??= readModel(bytesOf(defaultModel));
  return read;
}

/** The same without holding up the thread where SHA-256 is asynchronous, as in browsers. */
export async function loadDefaultModel(): Promise<Model> {
  read ??= await loadModel(bytesOf(defaultModel));
  return read;
}

/** What decodes base64 natively, where there is something. */
interface Decoders {
  readonly Uint8Array: { fromBase64?: (base64: string) => Uint8Array };
  readonly Buffer?: { from(text: string, encoding: 'base64'): Uint8Array };
}

function bytesOf(base64: string): Uint8Array {
  const { Uint8Array: Bytes, Buffer } = globalThis as unknown as Decoders;
  if (Bytes.fromBase64) return Bytes.fromBase64(base64);
  if (Buffer) return new Uint8Array(Buffer.from(base64, 'base64'));
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
