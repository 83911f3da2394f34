import { CombinedError } from '@urql/core';
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

test('it keeps its key where the answer was lost, and drops it where the server said no', () => {
  const key = useActKey();
  const first = key.current();
  key.failed(new CombinedError({ networkError: new TypeError('Failed to fetch') }));
  expect(key.current()).toBe(first);
  key.failed(new CombinedError({ networkError: new Error('Bad gateway'), response: { status: 502 } }));
  expect(key.current()).toBe(first);
  key.failed(new CombinedError({ graphQLErrors: [{ message: 'Too much.', extensions: { code: 'BAD_USER_INPUT' } }] }));
  expect(key.current()).not.toBe(first);
});
