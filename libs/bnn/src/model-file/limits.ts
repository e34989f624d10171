/** What a model file may measure at most, checked before anything is allocated. */
export const MODEL_LIMITS = {
  fileBytes: 256 * 1024 * 1024,
  headerBytes: 1024 * 1024,
  tensors: 4096,
  dimensions: 8,
  nameLength: 256,
  jsonDepth: 32,
} as const;
