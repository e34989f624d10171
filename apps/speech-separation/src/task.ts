/** The task's name in addresses. */
export const TASK = 'speech-separation';
