import { expect, test } from 'vitest';
import { newKey, useActKey } from './idempotency.ts';

test('a key is a random UUID, and no two are alike', () => {
  const keys = Array.from({ length: 200 }, newKey);
  for (const key of keys) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(keys).size).toBe(200);
});

test('an act keeps its key over retries, until it is answered', () => {
  const act = useActKey();
  const first = act.current();
  expect(act.current()).toBe(first);
  act.answered();
  expect(act.current()).not.toBe(first);
});
