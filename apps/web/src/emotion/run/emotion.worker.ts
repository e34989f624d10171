import type { EmotionClassifier } from '@onebit/emotion-classification';
import { problemOf } from '../../ui/problem.ts';
import { classifyFile } from '../batch/classify-file.ts';
import { classifierOf, infoOf } from './classifiers.ts';
import type { Reply, Request } from './protocol.ts';
import { readText, type Classify } from './reading.ts';
import { classifyByService } from './service.ts';

function reply(message: Reply, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

const told = new Set<string>();

/** Says once what there is to know of a model. */
function tellOf(classifier: EmotionClassifier): void {
  const info = infoOf(classifier);
  if (told.has(info.id)) return;
  told.add(info.id);
  reply({ kind: 'model', info });
}

async function answer(request: Exclude<Request, { kind: 'model' }>): Promise<void> {
  const { model, runner } = request.kind === 'question' ? request.question : request.batch;
  const classifier = await classifierOf(model);
  tellOf(classifier);
  const classify: Classify =
    runner === 'service'
      ? (texts, explain) => classifyByService(texts, model, explain)
      : (texts, explain) => classifier.classify(texts, explain.length > 0 ? { explain } : {});
  if (request.kind === 'question') {
    const started = performance.now();
    const reading = await readText(request.question, infoOf(classifier), classify);
    const milliseconds = performance.now() - started;
    reply({ kind: 'reading', reading: { ...reading, milliseconds } });
    return;
  }
  const { labels } = classifier;
  for await (const { rows, share } of classifyFile(request.batch, labels, classify)) {
    reply({ kind: 'rows', rows, share }, [rows.scores.buffer, rows.known.buffer]);
  }
  reply({ kind: 'done' });
}

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  if (data.kind === 'model') {
    // Why it could not be loaded is told to whoever asks a question.
    await classifierOf(data.model).catch(() => undefined);
    return;
  }
  try {
    await answer(data);
  } catch (error) {
    reply({ kind: 'failed', problem: problemOf(error) });
  }
};
