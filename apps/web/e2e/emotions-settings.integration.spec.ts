import { expect, it } from 'vitest';
import { describeEmotions } from './emotions.fixture.ts';

describeEmotions('thresholds on the emotions page', (visit) => {
  it('can be reset whichever view they were moved in', async () => {
    const { page } = visit;
    await visit.go('?text=thank%20you&view=groups&thresholds=joy:0.3');
    await visit.told.getByText('joy').waitFor();
    const reset = page.getByRole('button', { name: 'Reset thresholds' });
    expect(await reset.isEnabled()).toBe(true);
    await reset.click();
    await page.waitForURL((address) => !address.hash.includes('thresholds'));
    expect(await reset.isDisabled()).toBe(true);
  });

  it('of a label that the model has not are dropped', async () => {
    const { page } = visit;
    await visit.go('?text=thank%20you&thresholds=foo:0.3,joy:0.25');
    await visit.told.getByText('gratitude').waitFor();
    await page.waitForURL(/thresholds=joy:0\.25$/);
  });

  it('that no probability reaches say why', async () => {
    await visit.go('?text=I%20hate%20this%20weather%20so%20much&model=emotion-brighter');
    await visit.page.getByText(/never tells disgust in English/).waitFor();
  });
});

describeEmotions('the emotions page on a phone', (visit) => {
  it('brings the reasons into view when a label is chosen', async () => {
    const { page } = visit;
    await page.setViewportSize({ width: 360, height: 740 });
    await visit.go('?text=I%20am%20afraid%20of%20tomorrow');
    await visit.told.getByText('fear').waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.getByRole('button', { name: /^fear: \d+ percent/ }).click();
    const heading = page.getByRole('heading', { name: 'What spoke for fear' });
    await heading.waitFor();
    await page.waitForFunction(() => {
      const found = [...document.querySelectorAll('h2')].find(({ textContent }) =>
        textContent.startsWith('What spoke for'),
      );
      const { top, bottom } = found!.parentElement!.getBoundingClientRect();
      return top >= 0 && bottom <= innerHeight + 1;
    });
  });

  it('shows all of the current page in the navigation', async () => {
    const { page } = visit;
    const whole = () =>
      page.waitForFunction(() => {
        const current = document.querySelector('nav [aria-current=page]')!;
        const { left, right } = current.getBoundingClientRect();
        return left >= 0 && right <= innerWidth;
      });
    await page.setViewportSize({ width: 320, height: 640 });
    await visit.go();
    await page.evaluate(() => document.fonts.ready);
    await whole();
    await page.setViewportSize({ width: 640, height: 320 });
    await page.setViewportSize({ width: 320, height: 640 });
    await whole();
  });
});
