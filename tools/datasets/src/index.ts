export { readIdxImages, readIdxLabels, type IdxImages } from './idx.ts';
export { readLabelNames, readLabelledTexts, type LabelledTexts } from './labelled-texts.ts';
export { readMixtures, readSpeakers, type MixtureEntry, type Speaker } from './speech.ts';
