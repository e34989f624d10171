import type { EmotionResult } from '@onebit/emotion-classification';
import { askService, refusalOf } from '../../ui/problem.ts';

const route = '/v1/emotion-classification';
/** Milliseconds after which a service that says nothing is given up. */
const patience = 30_000;
/** How often a busy service is asked again. */
const tries = 5;

/**
 * Has the service classify texts.
 *
 * @throws Refusal with the service's own words, or where none answers
 */
export async function classifyByService(
  texts: readonly string[],
  model: string,
  explain: readonly string[],
): Promise<readonly EmotionResult[]> {
  const body = JSON.stringify({ texts, model, ...(explain.length > 0 && { explain }) });
  for (let attempt = 1; ; attempt++) {
    const answer = await askService(route, {
      method: 'POST',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
      body,
      signal: AbortSignal.timeout(patience),
    });
    if (answer.ok) return ((await answer.json()) as { results: EmotionResult[] }).results;
    const busy = answer.status === 429 || answer.status === 503;
    if (!busy || attempt === tries) throw await refusalOf(answer, route);
    const seconds = Number(answer.headers.get('Retry-After')) || attempt;
    await new Promise((resolve) => setTimeout(resolve, 1000 * Math.min(seconds, 10)));
  }
}
