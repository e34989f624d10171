import { expect, it } from 'vitest';
import { giveTurn } from './turn.ts';

it('lets what was posted before go first, without waiting as long as a timer does', async () => {
  const order: string[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => order.push('posted');
  port2.postMessage(undefined);
  await giveTurn();
  order.push('turn');
  port1.close();
  expect(order).toEqual(['posted', 'turn']);
});
