import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('one thing is done in the order of asking, past failures, and other things meanwhile', async () => {
  const turns = new Turns();
  const done: string[] = [];
  const gates = new Map<string, () => void>();
  const asks = (thing: string, name: string): Promise<string> =>
    turns.take(thing, async () => {
      await new Promise<void>((open) => gates.set(name, open));
      done.push(name);
      if (name === 'second') throw new Error('failed');
      return name;
    });
  const all = Promise.allSettled([
    asks('gig', 'first'),
    asks('gig', 'second'),
    asks('gig', 'third'),
    asks('walk', 'other'),
  ]);
  const reached = async (name: string): Promise<void> => {
    await expect.poll(() => gates.has(name)).toBe(true);
  };
  await reached('first');
  await reached('other');
  expect(gates.has('second')).toBe(false);
  gates.get('other')!();
  for (const name of ['first', 'second', 'third']) {
    await reached(name);
    gates.get(name)!();
  }
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(done).toEqual(['other', 'first', 'second', 'third']);
  expect(await turns.take('gig', () => Promise.resolve('again'))).toBe('again');
});
