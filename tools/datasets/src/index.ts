export { readIdxImages, readIdxLabels, type IdxImages } from './idx.ts';
