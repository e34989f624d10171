import { lazy, type ComponentType } from 'react';
import { startAhead } from '../emotion/run/worker-ahead.ts';
import type { Address } from './address.ts';

/** A page of the suite: its address segment is the task's name everywhere else, too. */
export interface Page {
  readonly task: string;
  readonly title: string;
  readonly View: ComponentType;
  /** Fetches what the page needs before anything is shown; for the page that a visit begins with. */
  readonly begin: (address: Address) => void;
}

// Each page is a file of its own, so that no visitor waits for the code of the others.
const loadMorphology = () =>
  import('../morphology/MorphologyPage.tsx').then((page) => ({ default: page.MorphologyPage }));
const loadSpeech = () =>
  import('../speech/SpeechPage.tsx').then((page) => ({ default: page.SpeechPage }));
const loadEmotions = () =>
  import('../emotion/EmotionPage.tsx').then((page) => ({ default: page.EmotionPage }));

/** The pages that exist, in the order of the navigation. */
export const pages: readonly [Page, ...Page[]] = [
  {
    task: 'morphological-filtering',
    title: 'Morphological filtering',
    View: lazy(loadMorphology),
    begin: () => void loadMorphology(),
  },
  {
    task: 'speech-separation',
    title: 'Speech separation',
    View: lazy(loadSpeech),
    begin: () => void loadSpeech(),
  },
  {
    task: 'emotion-classification',
    title: 'Emotions',
    View: lazy(loadEmotions),
    begin: (address) => {
      startAhead(address);
      void loadEmotions();
    },
  },
];

/** The page of a task; the first one for a task that there is none of. */
export function pageOf(task: string): Page {
  return pages.find((page) => page.task === task) ?? pages[0];
}
