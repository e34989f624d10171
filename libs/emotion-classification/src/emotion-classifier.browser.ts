import { expect, it } from 'vitest';
import { EmotionClassifier } from './emotion-classifier.ts';

it('loads its model without a request and hears the same as in Node', async () => {
  const requests: string[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { name } of list.getEntries()) requests.push(name);
  });
  observer.observe({ type: 'resource' });
  const classifier = await EmotionClassifier.load();
  const { labels, known } = await classifier.classify('Thank you so much for your help!');
  observer.disconnect();
  expect(labels).toContain('gratitude');
  expect(known).toBeGreaterThan(10);
  // Modules come from the page's own server; a model file of its own is not among them.
  expect(requests.filter((name) => name.includes('.safetensors'))).toEqual([]);
  classifier.dispose();
});

it('loads another model from the buffer of an answer, as the README says', async () => {
  const answer = await fetch('/models/emotion-xed/model.safetensors');
  const classifier = await EmotionClassifier.load(await answer.arrayBuffer());
  const { language, labels } = await classifier.classify('Olen niin iloinen!');
  expect([language, labels.length > 0]).toEqual(['fi', true]);
  classifier.dispose();
});
