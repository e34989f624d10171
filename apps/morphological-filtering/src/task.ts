/** The task's name in addresses. */
export const TASK = 'morphological-filtering';
