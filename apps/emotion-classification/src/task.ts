/** The task's name in addresses. */
export const TASK = 'emotion-classification';

/** Texts of one request. */
export const MAX_TEXTS = 256;
