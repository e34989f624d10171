export { readCheckpoint, removeCheckpoint, writeCheckpoint } from './checkpoint.ts';
