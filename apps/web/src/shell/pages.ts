import { lazy, type ComponentType } from 'react';

/** A page of the suite: its address segment is the task's name everywhere else, too. */
export interface Page {
  readonly task: string;
  readonly title: string;
  readonly View: ComponentType;
}

// Each page is a file of its own, so that no visitor waits for the code of the others.
const MorphologyPage = lazy(() =>
  import('../morphology/MorphologyPage.tsx').then((page) => ({ default: page.MorphologyPage })),
);
const SpeechPage = lazy(() =>
  import('../speech/SpeechPage.tsx').then((page) => ({ default: page.SpeechPage })),
);
const EmotionPage = lazy(() =>
  import('../emotion/EmotionPage.tsx').then((page) => ({ default: page.EmotionPage })),
);

/** The pages that exist, in the order of the navigation. */
export const pages: readonly [Page, ...Page[]] = [
  { task: 'morphological-filtering', title: 'Morphological filtering', View: MorphologyPage },
  { task: 'speech-separation', title: 'Speech separation', View: SpeechPage },
  { task: 'emotion-classification', title: 'Emotions', View: EmotionPage },
];
