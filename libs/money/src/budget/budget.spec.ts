import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  adoptionOf,
  budgetAfter,
  budgetCanonical,
  budgetFault,
  type BudgetItem,
  type BudgetPlan,
  budgetStates,
  budgetSums,
  forecastOf,
  itemTotal,
  lineQueue,
} from '../index.ts';

const rent: BudgetItem = {
  kind: 'SPENDING',
  label: 'Rent',
  category: 'expense.rent',
  minor: 60_000n,
  per: 'ONCE',
  eventId: null,
  fromStart: false,
};
const soup: BudgetItem = { ...rent, label: 'Soup', category: 'expense.food', minor: 350n, per: 'HEAD' };
const dues: BudgetItem = { ...rent, kind: 'INCOME', label: 'Dues', category: 'income.dues', minor: 90_000n };
const year: BudgetPlan = {
  name: '2027',
  fundId: 'f',
  currency: 'EUR',
  from: '2027-01-01',
  until: '2027-12-31',
  eventId: null,
  heads: 40,
  items: [rent, soup, dues],
};

test('rows count once or for each head, and income less spending is what a budget comes to', () => {
  expect(itemTotal(soup, 40)).toBe(14_000n);
  expect(budgetSums(year.items, 40)).toEqual({ spending: 74_000n, income: 90_000n, balance: 16_000n });
  expect(budgetSums(year.items, 100)).toEqual({ spending: 95_000n, income: 90_000n, balance: -5000n });
  expect(() => itemTotal(soup, null)).toThrow('no attendance');
});

test.each([
  ['a year', {}, null, null],
  ['a last day before the first', { until: '2026-12-31' }, 'days', null],
  ['ten years', { until: '2036-12-31' }, 'too-long', null],
  ['heads without attendance', { heads: null }, 'heads-missing', 1],
  ['half a head', { heads: 1.5 }, 'heads-range', null],
  ['nobody', { heads: 0 }, 'heads-range', null],
  ['only income', { items: [dues] }, 'no-lines', null],
  ['61 rows', { items: Array.from({ length: 61 }, () => rent) }, 'too-many', null],
  ['a line of nothing', { items: [{ ...rent, minor: 0n }] }, 'amount', 0],
  ['a line of more than there is', { items: [{ ...rent, minor: 10n ** 15n }, rent] }, 'too-much', null],
  ['spending that is income', { items: [{ ...rent, category: 'income.dues' }] }, 'category-kind', 0],
  ['income that is spending', { items: [rent, { ...dues, category: 'expense.rent' }] }, 'category-kind', 1],
  ['income of no kind', { items: [rent, { ...dues, category: null }] }, 'income-category', 1],
  ['income twice', { items: [dues, rent, { ...dues, label: 'More dues' }] }, 'income-twice', 2],
  ['the same income of an event', { items: [dues, rent, { ...dues, eventId: 'e' }] }, null, null],
  ['income from the start', { items: [rent, { ...dues, fromStart: true }] }, 'income-waits', 1],
] as const)('%s', (_, change: Partial<BudgetPlan>, code, item) =>
  expect(budgetFault({ ...year, ...change }, { isDraft: false })).toEqual(code && { code, item }),
);

test('a draft may be without lines', () => {
  expect(budgetFault({ ...year, items: [] }, { isDraft: true })).toBeNull();
});

test('any change of a budget changes the text that its decision names', () => {
  const changes: Partial<BudgetPlan>[] = [
    { name: '2028' },
    { fundId: 'g' },
    { currency: 'CHF' },
    { from: '2027-01-02' },
    { until: '2027-12-30' },
    { eventId: 'e' },
    { heads: 41 },
    { items: [soup, rent, dues] },
    ...(['label', 'category', 'eventId'] as const).map((name) => ({ items: [{ ...rent, [name]: 'x' }, soup, dues] })),
    { items: [{ ...rent, minor: 60_001n }, soup, dues] },
    { items: [{ ...rent, per: 'HEAD' as const }, soup, dues] },
    { items: [{ ...rent, fromStart: true }, soup, dues] },
  ];
  const texts = [year, ...changes.map((change) => ({ ...year, ...change }))].map(budgetCanonical);
  expect(new Set(texts).size).toBe(texts.length);
});

test('lines open in their order; what comes after one that waits waits too', () => {
  const lines = [
    { n: 3, total: 20n },
    { n: 1, total: 500n },
    { n: 2, total: 200n },
  ];
  expect(lineQueue(lines, 540n)).toEqual({
    opens: [1],
    waits: [
      { n: 2, missing: 160n },
      { n: 3, missing: 180n },
    ],
  });
  expect(lineQueue(lines, 720n)).toEqual({ opens: [1, 2, 3], waits: [] });
});

const line = fc.record({ total: fc.bigInt(1n, 1000n), fromStart: fc.boolean() });
const linesOf = fc.array(line, { maxLength: 12 }).map((all) => all.map((one, n) => ({ ...one, n })));

test('an adoption never opens more than there is, and each line either opens or waits', () => {
  fc.assert(
    fc.property(linesOf, fc.bigInt(-100n, 6000n), (lines, available) => {
      const { opens, waits, short } = adoptionOf(lines, available);
      const opened = lines.filter(({ n }) => opens.includes(n));
      const held = opened.reduce((sum, { total }) => sum + total, 0n);
      expect(held <= (available > 0n ? available : 0n)).toBe(true);
      if (short > 0n) expect(opens).toEqual([]);
      else expect(opens.length + waits.length).toBe(lines.length);
      // Once exactly what the last one waits for has come, everything is open.
      const last = waits.at(-1);
      if (last && short === 0n) expect(adoptionOf(lines, available + last.missing).waits).toEqual([]);
    }),
  );
});

test('money that comes in parts opens the same lines as money that comes at once', () => {
  fc.assert(
    fc.property(linesOf, fc.array(fc.bigInt(0n, 900n), { maxLength: 8 }), (lines, parts) => {
      let [rest, waiting, opened] = [0n, lines, [] as number[]];
      for (const part of parts) {
        const { opens } = lineQueue(waiting, (rest += part));
        for (const { n, total } of waiting) if (opens.includes(n)) rest -= total;
        opened = [...opened, ...opens];
        waiting = waiting.filter(({ n }) => !opens.includes(n));
      }
      const all = parts.reduce((sum, part) => sum + part, 0n);
      expect(opened).toEqual(lineQueue(lines, all).opens);
    }),
  );
});

test.each([
  [{ kind: 'SPENDING', planned: 100n, actual: 30n, stage: 'OPEN' }, 100n, 30n],
  [{ kind: 'SPENDING', planned: 100n, actual: 0n, stage: 'WAITING' }, 100n, 0n],
  [{ kind: 'SPENDING', planned: 100n, actual: 30n, stage: 'CLOSED' }, 30n, 30n],
  [{ kind: 'SPENDING', planned: 100n, actual: 0n, stage: 'DROPPED' }, 0n, 0n],
  [{ kind: 'INCOME', planned: 100n, actual: 30n }, 100n, 30n],
  [{ kind: 'INCOME', planned: 100n, actual: 130n }, 130n, 130n],
] as const)('%o will be %s, and is %s when it is over', (row, running, over) => {
  expect(forecastOf(row, { isOver: false })).toBe(running);
  expect(forecastOf(row, { isOver: true })).toBe(over);
});

test('a budget that is proposed is adopted or a draft again; one that is over stays over', () => {
  expect(budgetAfter('PROPOSED', 'adopt')).toBe('ADOPTED');
  expect(budgetAfter('PROPOSED', 'return')).toBe('DRAFT');
  expect(budgetAfter('PROPOSED', 'withdraw')).toBeNull();
  const steps = ['propose', 'withdraw', 'adopt', 'return', 'end'] as const;
  const over = budgetStates.filter((state) => steps.every((step) => budgetAfter(state, step) === null));
  expect(over).toEqual(['ENDED', 'WITHDRAWN']);
});
