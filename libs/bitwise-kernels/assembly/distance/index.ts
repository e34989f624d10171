export { stepsDown, stepsUp } from './steps';
export { columnsDown, rowsUp } from './euclidean';
