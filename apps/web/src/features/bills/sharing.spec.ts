import { expect, test } from 'vitest';
import { readSharing, type SharingDraft } from './sharing.ts';

const draft = (more: Partial<SharingDraft>): SharingDraft => ({
  mode: 'EVEN',
  chosen: ['a', 'b', 'c'],
  weights: {},
  percents: {},
  amounts: {},
  more: {},
  items: [],
  ...more,
});
const of = { total: 10_000n, currency: 'EUR', turn: 0 };
const shares = (more: Partial<SharingDraft>): unknown => [...readSharing(draft(more), of).shares.values()];

test.each([
  [{ mode: 'EVEN' }, [3334n, 3333n, 3333n]],
  [{ mode: 'WEIGHTS', weights: { a: '2', b: '1', c: '' } }, [6667n, 3333n, 0n]],
  [{ mode: 'PERCENT', percents: { a: '33,33', b: '33.33', c: '33.34' } }, [3333n, 3333n, 3334n]],
  [{ mode: 'EXACT', amounts: { a: '50', b: '49,99', c: '0.01' } }, [5000n, 4999n, 1n]],
  [{ mode: 'ADJUSTED', more: { a: '-10', b: '10' } }, [2334n, 4333n, 3333n]],
  [{ mode: 'ITEMS', items: [{ what: 'Tea', amount: '100', people: ['a', 'b'] }] }, [5000n, 5000n]],
] as const)('%o is shared out live', (more, expected) =>
  expect(shares(more as unknown as Partial<SharingDraft>)).toEqual(expected),
);

test.each([
  [{ mode: 'EXACT', amounts: { a: '60', b: '30' } }, 1000n, 'amounts-not-whole'],
  [{ mode: 'EXACT', amounts: { a: '60', b: '50' } }, -1000n, 'amounts-not-whole'],
  [{ mode: 'PERCENT', percents: { a: '99' } }, 100n, 'percent-not-whole'],
  [{ mode: 'EXACT', amounts: { a: '1.000,5' } }, null, 'unreadable'],
  [{ mode: 'WEIGHTS', weights: { a: '1.5' } }, null, 'unreadable'],
  [{ mode: 'EVEN', chosen: [] }, null, 'nobody'],
] as const)('%o says what is still open', (more, unassigned, fault) =>
  expect(readSharing(draft(more as unknown as Partial<SharingDraft>), of)).toMatchObject({ unassigned, fault }),
);
