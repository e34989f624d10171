/** What one call may hold. */
export const EMOTION_LIMITS = {
  /** UTF-16 units of one text. */
  characters: 20_000,
} as const;
