import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayAfter } from './periods.ts';
import { type DuesHistory, duesSettled, lapseDay, lapsedWrongly, lapseOf, lapseWarnings, warningDue } from './lapse.ts';

const three = { months: 3, graceDays: 30 };
const never = { months: 0, graceDays: 30 };
const dues = (
  dueOn: string,
  more: Partial<DuesHistory> & { paid?: [string, bigint][]; back?: [string, bigint][] } = {},
): DuesHistory => ({
  id: dueOn,
  pledged: 500n,
  dueOn,
  closed: null,
  closedOn: null,
  rule: three,
  warnedOn: null,
  backOn: null,
  ...more,
  receipts: (more.paid ?? []).map(([on, minor]) => ({ on, minor })),
  refunds: (more.back ?? []).map(([on, minor]) => ({ on, minor })),
});

test.each([
  ['three months', '2026-03-01', three, '2026-06-01'],
  ['to the last of a shorter month', '2025-11-30', three, '2026-02-28'],
  ['in a leap year', '2027-11-30', three, '2028-02-29'],
  ['from the 29th to the last of February', '2026-01-29', { months: 1, graceDays: 0 }, '2026-02-28'],
  ['from the 29th in a leap year', '2028-01-29', { months: 1, graceDays: 0 }, '2028-02-29'],
  ['from the 30th to the last of February', '2026-01-30', { months: 1, graceDays: 0 }, '2026-02-28'],
  ['from the 31st to the 30th', '2026-03-31', { months: 1, graceDays: 0 }, '2026-04-30'],
  ['from the 31st to the 31st again, over a shorter month', '2026-01-31', { months: 2, graceDays: 0 }, '2026-03-31'],
  ['from the last of a short month', '2026-02-28', three, '2026-05-28'],
  ['never within the days of grace', '2026-03-01', { months: 1, graceDays: 60 }, '2026-05-01'],
  ['over the end of a year', '2025-12-31', { months: 2, graceDays: 0 }, '2026-02-28'],
  ['never', '2026-03-01', never, null],
])('a membership lapses %s after the due day', (_, dueOn, rule, day) => {
  expect(lapseDay(dueOn, rule)).toBe(day);
});

test.each([
  ['nothing is owed', [dues('2026-03-01', { paid: [['2026-05-30', 500n]] })], null],
  ['a part is owed', [dues('2026-03-01', { paid: [['2026-05-30', 499n]] })], '2026-06-01'],
  ['set free', [dues('2026-03-01', { closed: 'CANCELLED', closedOn: '2026-05-01' })], null],
  ['given back on purpose', [dues('2026-03-01', { paid: [['2026-03-01', 500n]], back: [['2026-03-02', 500n]] })], null],
  ['due today', [dues('2026-05-02')], null],
  ['the earliest counts', [dues('2026-04-01'), dues('2026-03-01')], '2026-06-01'],
  ['the earliest is paid', [dues('2026-04-01'), dues('2026-03-01', { paid: [['2026-05-01', 500n]] })], '2026-07-01'],
  ['asked for when none lapsed', [dues('2026-03-01', { rule: never })], null],
  ['asked for under a milder rule', [dues('2026-03-01', { rule: { months: 6, graceDays: 0 } })], '2026-09-01'],
  ['asked for under a stricter rule', [dues('2026-03-01', { rule: { months: 1, graceDays: 0 } })], '2026-06-01'],
  ['noticed late', [dues('2026-01-01')], '2026-05-16'],
  ['noticed late and warned', [dues('2026-01-01', { warnedOn: '2026-04-20' })], '2026-05-04'],
  ['back after a removal', [dues('2026-01-01', { backOn: '2026-05-01' })], '2026-06-01'],
  ['back long before', [dues('2026-03-01', { backOn: '2026-03-20' })], '2026-06-01'],
] as const)('on the second of May a membership lapses when %s', (_, list, on) => {
  expect(lapseOf(list, three, '2026-05-02')?.on ?? null).toBe(on);
});

test('without a rule that lets memberships lapse now nobody lapses for what is owed from before', () => {
  expect(lapseOf([dues('2025-01-01')], never, '2026-05-02')).toBeNull();
});

test.each([
  [31, [], null],
  [30, [], 30],
  [30, [30], null],
  [20, [], 30],
  [14, [30], 14],
  [13, [30, 14], null],
  [3, [30, 14], 3],
  [1, [], 3],
  [1, [3], null],
  [0, [30, 14], null],
  [14, [3], null],
] as const)('%i days before, after %j, the warning is %j', (left, sent, due) => {
  expect(warningDue(dayAfter('2026-03-20', left), '2026-03-20', sent)).toBe(due);
});

test.each([
  ['came the day before', [dues('2026-03-01', { paid: [['2026-05-31', 500n]] })], true],
  ['came on the day', [dues('2026-03-01', { paid: [['2026-06-01', 500n]] })], false],
  [
    'came in parts, one too late',
    [
      dues('2026-03-01', {
        paid: [
          ['2026-05-31', 300n],
          ['2026-06-02', 200n],
        ],
      }),
    ],
    false,
  ],
  [
    'only what came too late is missing elsewhere',
    [dues('2026-03-01', { paid: [['2026-05-01', 500n]] }), dues('2026-04-01')],
    true,
  ],
  [
    'came too late and went back',
    [dues('2026-03-01', { paid: [['2026-06-02', 500n]], back: [['2026-06-03', 200n]] })],
    false,
  ],
  [
    'went back, by its value date, before it came',
    [dues('2026-03-01', { paid: [['2026-06-02', 500n]], back: [['2026-05-20', 500n]] })],
    false,
  ],
  [
    'was there and went back afterwards',
    [dues('2026-03-01', { paid: [['2026-05-01', 500n]], back: [['2026-06-03', 500n]] })],
    true,
  ],
  ['was waived afterwards', [dues('2026-03-01', { closed: 'CANCELLED', closedOn: '2026-06-02' })], false],
  ['was waived before', [dues('2026-03-01', { closed: 'CANCELLED', closedOn: '2026-05-31' })], true],
] as const)('a lapse on the first of June was wrong when the money %s', (_, list, wrong) => {
  const warned = list.map((one) => ({ ...one, warnedOn: '2026-05-02' }));
  expect(lapsedWrongly(warned, three, '2026-06-01')).toBe(wrong);
});

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rule = fc.record({ months: fc.integer({ min: 0, max: 36 }), graceDays: fc.integer({ min: 0, max: 365 }) });
const history = fc.record({
  dueOn: day,
  rule,
  paid: fc.array(fc.tuple(day, fc.bigInt({ min: 1n, max: 300n })), { maxLength: 3 }),
});
const list = fc
  .array(history, { maxLength: 4 })
  .map((all) => all.map(({ dueOn, ...more }, at) => ({ ...dues(dueOn, more), id: String(at) })));

test('more money never makes a membership lapse earlier, and settled dues never do', () => {
  fc.assert(
    fc.property(list, rule, day, fc.nat(3), (all, now, today, which) => {
      const before = lapseOf(all, now, today);
      const more = all.map((one, at) =>
        at === which ? { ...one, receipts: [...one.receipts, { on: today, minor: 100n }] } : one,
      );
      const after = lapseOf(more, now, today);
      if (after) expect(before && before.on <= after.on).toBe(true);
      if (duesSettled(all)) expect(before).toBeNull();
    }),
  );
});

test('day by day there are at most three warnings, in order, at least a fortnight before the lapse, and then one lapse; after a removal all of them anew', () => {
  fc.assert(
    fc.property(
      day,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 0, max: 90 }),
      fc.integer({ min: 0, max: 200 }),
      fc.option(fc.integer({ min: 1, max: 300 })),
      (dueOn, months, graceDays, down, back) => {
        const now = { months, graceDays };
        let sent: number[] = [];
        let warnedOn: string | null = null;
        // The server is down for the first days, then looks once a day.
        for (let at = down + 1; at < 900; at += 1) {
          const today = dayAfter(dueOn, at);
          const backOn = back !== null && at >= back ? dayAfter(dueOn, back) : null;
          if (at === back) [sent, warnedOn] = [[], null];
          const lapse = lapseOf([dues(dueOn, { rule: now, warnedOn, backOn })], now, today)!;
          if (lapse.on <= today) {
            expect(sent.length).toBeGreaterThan(0);
            expect(sent).toEqual(lapseWarnings.slice(-sent.length));
            expect(today >= dayAfter(warnedOn!, 14)).toBe(true);
            expect(today >= lapseDay(dueOn, now)!).toBe(true);
            if (back !== null && back > down && at > back) expect(sent).toEqual(lapseWarnings);
            return;
          }
          const stage = warningDue(lapse.on, today, sent);
          if (stage) {
            sent.push(stage);
            warnedOn ??= today;
          }
        }
        throw new Error('it never lapsed');
      },
    ),
    { numRuns: 60 },
  );
});
