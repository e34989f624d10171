import { EmotionClassifier } from '@onebit/emotion-classification';
import { Refusal } from '../../ui/problem.ts';
import { addressOf } from '../models/catalogue.ts';
import type { ModelInfo } from './protocol.ts';

const loaded = new Map<string, Promise<EmotionClassifier>>();

/** A classifier by the identifier of its model, loaded once. */
export function classifierOf(id: string): Promise<EmotionClassifier> {
  const known = loaded.get(id);
  if (known) return known;
  const loading = load(id);
  loaded.set(id, loading);
  // What could not be fetched may be there later.
  loading.catch(() => loaded.delete(id));
  return loading;
}

async function load(id: string): Promise<EmotionClassifier> {
  const address = addressOf(id);
  const answer = address === undefined ? undefined : await fetch(address).catch(() => undefined);
  if (!answer?.ok) {
    throw new Refusal({
      title: 'The model could not be fetched',
      expected: `the model ${id} beside this page`,
      received: answer ? `status ${answer.status}` : 'no connection',
      hint: 'Try again, or choose the other model.',
    });
  }
  return EmotionClassifier.load(new Uint8Array(await answer.arrayBuffer()));
}

export function infoOf({
  model,
  labels,
  thresholds,
  languages: names,
}: EmotionClassifier): ModelInfo {
  const { id, groups = [], languages = [], provenance } = model.network;
  return {
    id,
    bytes: model.bytes,
    labels,
    thresholds,
    groups,
    languages: languages.map(({ decisionThresholds }, at) => ({
      name: names[at]!,
      thresholds: decisionThresholds,
    })),
    licence: provenance.licence,
    source: provenance.source ?? '',
  };
}
