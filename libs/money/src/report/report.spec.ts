import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMonthEnd, nextPeriod, periodReport, reportCsv, reportMarkdown, type ReportRow } from './report.ts';

const sum = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const rows = fc.array(
  fc.record({
    fundId: fc.constantFrom('a', 'b', 'c'),
    fund: fc.constant('Fund'),
    currency: fc.constantFrom('EUR', 'USD'),
    category: fc.constantFrom('income.contributions', 'expense.food', 'transfer', 'opening', 'exchange'),
    before: sum,
    within: sum,
  }),
  { maxLength: 20 },
);

test('opening, in, out and moved come to the closing, for each fund and for all of them', () => {
  fc.assert(
    fc.property(rows, (all) => {
      for (const of of periodReport(all)) {
        expect(of.opening + of.moneyIn - of.moneyOut + of.moved).toBe(of.closing);
        for (const part of ['opening', 'moneyIn', 'moneyOut', 'moved', 'closing'] as const)
          expect(of.funds.reduce((n, fund) => n + fund[part], 0n)).toBe(of[part]);
        expect(of.opening + of.categories.reduce((n, { minor }) => n + minor, 0n)).toBe(of.closing);
      }
    }),
  );
});

const one: ReportRow[] = [
  { fundId: 'g', fund: 'General | all', currency: 'EUR', category: 'income.dues', before: 500n, within: 1200n },
  { fundId: 'g', fund: 'General | all', currency: 'EUR', category: 'expense.food', before: 0n, within: -300n },
];

test('as files it says the same, and a name can not break a table or become a formula', () => {
  const words = {
    title: 'Riverside',
    period: '2026',
    opening: 'Opening',
    moneyIn: 'In',
    moneyOut: 'Out',
    moved: 'Moved',
    closing: 'Closing',
    fund: 'Fund',
    category: 'Category',
    amount: 'Amount',
    advances: 'Out as advances',
    categoryName: (category: string) => category,
  };
  expect(reportMarkdown(periodReport(one), words)).toContain(
    '| General   all | 5.00 EUR | 12.00 EUR | 3.00 EUR | 0.00 EUR | 14.00 EUR |',
  );
  const csv = reportCsv(periodReport([{ ...one[0]!, fund: '=1+1' }]), () => 'Dues, ours');
  expect(csv).toContain(`"'=1+1","closing",17.00,EUR,\r\n`);
  expect(csv).toContain(`"","income.dues",12.00,EUR,"Dues, ours"\r\n`);
});

test.each([
  [{ closedUntil: null, firstDay: null, today: '2026-11-28' }, null],
  [
    { closedUntil: null, firstDay: '2026-03-14', today: '2026-11-28' },
    { from: '2026-03-01', until: '2026-10-31' },
  ],
  [
    { closedUntil: null, firstDay: '2025-03-14', today: '2026-11-28' },
    { from: '2025-03-01', until: '2025-12-31' },
  ],
  [
    { closedUntil: '2025-12-31', firstDay: '2025-03-14', today: '2026-11-28' },
    { from: '2026-01-01', until: '2026-10-31' },
  ],
  [{ closedUntil: '2026-10-31', firstDay: '2025-03-14', today: '2026-11-28' }, null],
  [{ closedUntil: null, firstDay: '2026-11-02', today: '2026-11-28' }, null],
] as const)('after %o comes %o', (of, next) => {
  expect(nextPeriod(of)).toEqual(next);
});

test.each([
  ['2026-02-28', true],
  ['2028-02-28', false],
  ['2026-12-31', true],
  ['2026-12-30', false],
])('%s ends a month: %s', (day, ends) => {
  expect(isMonthEnd(day)).toBe(ends);
});
