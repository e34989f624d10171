import type { Model } from '@onebit/bnn';
import { TaskModels } from '@onebit/bnn/node';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { readDefaultModel } from '@onebit/emotion-classification/default-model';
import type { ModelCard } from '@onebit/http-service';
import { TASK } from './task.ts';

/** Folders of models of this task begin so. */
const PREFIX = 'emotion-';

/** The classifiers that there are. */
export const models = new TaskModels({
  prefix: PREFIX,
  main: readDefaultModel,
  load: (model) => EmotionClassifier.load(model),
});

/** A model of this task as it is listed. */
export interface EmotionModelCard extends ModelCard {
  /** Scores of a text. */
  readonly labels: number;
}

/** The cards of the models, the default one's first. */
export const modelCards = (): EmotionModelCard[] => models.list().map(cardOf);

function cardOf({ network, bytes }: Model): EmotionModelCard {
  const { id, provenance } = network;
  // A model of several languages has an output for each of them after those of its labels.
  const languages = network.languages?.length ?? 0;
  const labels = network.labels.length - languages;
  const title = [
    `Emotions: ${id.slice(PREFIX.length).replaceAll('-', ', ')}`,
    `${labels} labels`,
    ...(languages > 0 ? [`${languages} languages`] : []),
  ];
  return {
    id,
    task: TASK,
    name: title.join(', '),
    bytes,
    bits: 1,
    licence: provenance.licence,
    metrics: provenance.metrics ?? {},
    labels,
  };
}
