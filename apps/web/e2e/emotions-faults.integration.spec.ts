import { expect, it } from 'vitest';
import { describeEmotions, type EmotionVisit } from './emotions.fixture.ts';

/** That nothing of an earlier text is left beside an error. */
async function expectNoResult(visit: EmotionVisit): Promise<void> {
  const { page, told } = visit;
  expect(await told.textContent()).toBe('No result.');
  expect(await page.getByRole('heading', { name: /^What spoke for/ }).count()).toBe(0);
  expect(await page.locator('[aria-hidden=true] span[style*="--loud"]').count()).toBe(0);
  expect(await page.getByRole('button', { name: /: \d+ percent/ }).count()).toBe(0);
  const ticks = page.getByRole('slider', { name: /^Threshold of/ });
  expect(await ticks.count()).toBeGreaterThan(20);
  for (const tick of await ticks.all()) expect(await tick.isDisabled()).toBe(true);
}

describeEmotions('faults on the emotions page', (visit) => {
  it('leave nothing of the text before, and go with the next text', async () => {
    await visit.go('?text=thank%20you');
    await visit.told.getByText('gratitude').waitFor();
    await visit.field.fill(`thank you ${'x'.repeat(19_991)}`);
    await visit.alert.getByText('at most 20000 characters').waitFor();
    await expectNoResult(visit);
    await visit.field.fill('🂡🂢');
    await visit.told.getByText('Nothing known').waitFor();
    await visit.field.fill('🂡'.repeat(10_001));
    await visit.alert.getByText('at most 20000 characters').waitFor();
    await expectNoResult(visit);
    await visit.field.fill('thank you');
    await visit.told.getByText('gratitude').waitFor();
    expect(await visit.alert.count()).toBe(0);
  });

  it('of a service that cannot be reached leave nothing either', async () => {
    const { page } = visit;
    await visit.go('?text=thank%20you&run=service');
    await visit.told.getByText('gratitude').waitFor();
    await page.context().route('**/v1/**', (route) => route.abort());
    await visit.field.fill('thank you all');
    await visit.alert.getByText('The service does not answer').waitFor();
    await expectNoResult(visit);
    await page.context().unroute('**/v1/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await visit.told.getByText('gratitude').waitFor();
    // The browser itself complains of each request that came to nothing.
    visit.complaints.length = 0;
  });
});
