/** Media types of recordings; what a file is its first bytes tell, whatever its type says. */
export const inputTypes = [
  'audio/wav',
  'audio/x-wav',
  'audio/wave',
  'audio/vnd.wave',
  'audio/flac',
  'audio/x-flac',
  'audio/mpeg',
  'audio/mp3',
  'audio/ogg',
  'application/ogg',
  'audio/opus',
  'application/octet-stream',
] as const;

/** The forms an answer may take; the first for clients that take any. */
export const outputTypes = ['application/zip', 'application/json', 'multipart/mixed'] as const;

/** The form of an answer. */
export type OutputType = (typeof outputTypes)[number];
