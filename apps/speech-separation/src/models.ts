import type { Model } from '@onebit/bnn';
import { TaskModels } from '@onebit/bnn/node';
import type { ModelCard } from '@onebit/http-service';
import { SpeechSeparator } from '@onebit/speech-separation';
import { readDefaultModel } from '@onebit/speech-separation/default-model';
import { TASK } from './task.ts';

/** Folders of models of this task begin so. */
const PREFIX = `${TASK}-`;

/** The separators that there are. */
export const models = new TaskModels({
  prefix: PREFIX,
  main: readDefaultModel,
  load: (model) => SpeechSeparator.load({ model }),
});

/** The cards of the models, the default one's first. */
export const modelCards = (): ModelCard[] => models.list().map(cardOf);

function cardOf({ network, bytes }: Model): ModelCard {
  return {
    id: network.id,
    task: TASK,
    name: `Two talkers: ${network.id.slice(PREFIX.length).replaceAll('-', ', ')}`,
    bytes,
    bits: 1,
    licence: network.provenance.licence,
    metrics: network.provenance.metrics ?? {},
  };
}
