import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClaimService } from '../../apps/api/src/identity/index.ts';
import { claimCodeOf, startWorld, type World } from '../support/world.ts';

// Several processes may start before anybody runs the instance: each prints a link, and whoever has one of them is in time until the first is used.
let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

test('the link of each start works until one is used; then none does', async () => {
  const first = claimCodeOf(world);
  await world.app.get(ClaimService).onApplicationBootstrap();
  const second = claimCodeOf(world);
  expect(second).not.toBe(first);
  const claim = 'mutation ($input: ClaimInstanceInput!) { claimInstance(input: $input) { name } }';
  const ana = { name: 'Ana', email: 'ana@example.org' };
  expect(await world.visitor().refusalOf(claim, { input: { ...ana, code: 'x' } })).toMatchObject({
    code: 'NOT_FOUND',
    message: 'This link does not fit. Take the newest one that the server printed when it started.',
  });
  expect(await world.visitor().get(claim, { input: { ...ana, code: first } })).toEqual({ name: 'Ana' });
  for (const code of [first, second])
    expect(await world.visitor().refusalOf(claim, { input: { ...ana, code } })).toMatchObject({ code: 'NOT_FOUND' });
});
