import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstDayAfter, repeatedDays } from '../dues/periods.ts';
import { draftsDue, MADE_UP, type Recurring } from './recurring.ts';

const rent = (more: Partial<Recurring> = {}): Recurring => ({
  every: 'month',
  firstOn: '2026-01-31',
  nextOn: '2026-01-31',
  untilOn: null,
  ...more,
});

test.each([
  ['the day before', rent(), '2026-01-30', [], 0, '2026-01-31'],
  ['on its day', rent(), '2026-01-31', ['2026-01-31'], 0, '2026-02-28'],
  ['again on the same day', rent({ nextOn: '2026-02-28' }), '2026-01-31', [], 0, '2026-02-28'],
  ['the 31st of a short month', rent({ nextOn: '2026-02-28' }), '2026-02-28', ['2026-02-28'], 0, '2026-03-31'],
  ['two missed', rent({ nextOn: '2026-02-28' }), '2026-04-02', ['2026-02-28', '2026-03-31'], 0, '2026-04-30'],
  ['many missed', rent(), '2026-06-30', ['2026-04-30', '2026-05-31', '2026-06-30'], 3, '2026-07-31'],
  ['by the quarter', rent({ every: 'quarter' }), '2026-04-30', ['2026-01-31', '2026-04-30'], 0, '2026-07-31'],
  [
    'a leap day',
    rent({ every: 'year', firstOn: '2024-02-29', nextOn: '2025-02-28' }),
    '2025-03-01',
    ['2025-02-28'],
    0,
    '2026-02-28',
  ],
  ['the last', rent({ untilOn: '2026-02-27' }), '2026-02-01', ['2026-01-31'], 0, null],
  [
    'the last, on its last day',
    rent({ nextOn: '2026-02-28', untilOn: '2026-02-28' }),
    '2026-02-28',
    ['2026-02-28'],
    0,
    null,
  ],
  ['long after the last', rent({ untilOn: '2026-02-28' }), '2026-09-01', ['2026-01-31', '2026-02-28'], 0, null],
] as const)('%s', (_, one, today, days, missed, nextOn) => {
  expect(draftsDue(one, today)).toEqual({ days, missed, nextOn });
});

test('whenever the clock runs, no day is made twice, and none that it kept up with is lost', () => {
  const day = fc
    .date({ min: new Date('2024-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const every = fc.constantFrom('month' as const, 'quarter' as const, 'year' as const);
  fc.assert(
    fc.property(
      every,
      day,
      fc.option(day, { nil: null }),
      fc.array(day, { maxLength: 8 }),
      (rhythm, first, end, at) => {
        const untilOn = end !== null && end < first ? first : end;
        const looks = at.toSorted();
        const made: string[] = [];
        let missed = 0;
        let nextOn: string | null = first;
        for (const today of looks) {
          if (nextOn === null) break;
          const due = draftsDue({ every: rhythm, firstOn: first, nextOn, untilOn }, today);
          expect(due.days.length).toBeLessThanOrEqual(MADE_UP);
          expect(due.missed === 0 || due.days.length === MADE_UP).toBe(true);
          made.push(...due.days);
          missed += due.missed;
          ({ nextOn } = due);
          if (nextOn !== null) expect(nextOn > today).toBe(true);
        }
        const last = [looks.at(-1) ?? '', untilOn ?? '9'].toSorted()[0]!;
        const all = repeatedDays(rhythm, first, last);
        expect(made).toEqual([...new Set(made)].toSorted());
        expect(made.every((one) => all.includes(one))).toBe(true);
        expect(made.length + missed).toBe(all.length);
        // What comes next counts from the first day, whatever was made.
        if (nextOn !== null && made.length > 0) expect(nextOn).toBe(firstDayAfter(rhythm, first, looks.at(-1)!));
      },
    ),
  );
});
