import type { ComponentType } from 'react';
import { EmotionPage } from '../emotion/EmotionPage.tsx';
import { MorphologyPage } from '../morphology/MorphologyPage.tsx';
import { SpeechPage } from '../speech/SpeechPage.tsx';

/** A page of the suite: its address segment is the task's name everywhere else, too. */
export interface Page {
  readonly task: string;
  readonly title: string;
  readonly View: ComponentType;
}

/** The pages that exist, in the order of the navigation. */
export const pages: readonly [Page, ...Page[]] = [
  { task: 'morphological-filtering', title: 'Morphological filtering', View: MorphologyPage },
  { task: 'speech-separation', title: 'Speech separation', View: SpeechPage },
  { task: 'emotion-classification', title: 'Emotions', View: EmotionPage },
];
