import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DateSheet, type DateWishes, type DateWord, dateWords, rankDates } from './dates.ts';

const none: DateWishes = { least: 0, needed: [] };
const dates = ['a', 'b', 'c'].map((id, at) => ({ id, startsAt: `2026-03-1${at}T18:00:00.000Z` }));
const sheets = (...rows: string[]): DateSheet[] =>
  rows.map((row, who) => ({
    who: `p${who}`,
    answers: Object.fromEntries(
      [...row].flatMap((letter, at): [string, DateWord][] => {
        const word = dateWords.find((one) => one.startsWith(letter));
        return word ? [[dates[at]!.id, word]] : [];
      }),
    ),
  }));
const order = (of: DateSheet[], wishes = none): string =>
  rankDates(dates, of, wishes)
    .map(({ id }) => id)
    .join('');
const lead = (of: DateSheet[], wishes = none): string | null => rankDates(dates, of, wishes)[0]!.lead;

describe('dates in order', () => {
  test.each([
    ['most yes win, even over more points', sheets('ymn', 'ymn', 'nmn'), 'a', 'yes'],
    ['then who can at all', sheets('yyn', 'nmn', 'nmn'), 'b', 'reach'],
    ['then the fewest who can not; silence is no no', sheets('yyn', 'n-n'), 'b', 'no'],
    ['then the earliest', sheets('yyy'), 'a', 'earlier'],
    ['nobody has answered: the earliest', sheets(), 'a', 'earlier'],
  ])('%s', (_, of, first, why) => {
    expect(order(of)[0]).toBe(first);
    expect(lead(of)).toBe(why);
  });

  test('a date that has who is needed and enough of them stands first', () => {
    const of = sheets('yyn', 'yyn', 'yny', 'nym');
    expect(order(of)).toBe('abc');
    expect(order(of, { least: 0, needed: ['p3'] })).toBe('bca');
    expect(rankDates(dates, of, { least: 0, needed: ['p3'] }).map((one) => one.lead)).toEqual(['yes', 'wishes', null]);
    expect(order(of, { least: 3, needed: ['p3'] })).toBe('bac');
    const [first, , last] = rankDates(dates, of, { least: 2, needed: ['p3'] });
    expect(first).toMatchObject({ id: 'b', yes: 3n, isEnough: true, missing: [] });
    expect(last).toMatchObject({ id: 'c', yes: 1n, maybe: 1n, isEnough: false });
    expect(rankDates(dates, of, { least: 0, needed: ['p9'] })[0]!.missing).toEqual(['p9']);
  });

  test('neither the order of people nor that of dates matters, and every answer is counted once', () => {
    const answer = fc.constantFrom('y', 'm', 'n', '-');
    const row = fc.tuple(answer, answer, answer).map((letters) => letters.join(''));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        const of = sheets(...rows);
        const ranked = rankDates(dates, of, none);
        expect(rankDates(dates.toReversed(), of.toReversed(), none)).toEqual(ranked);
        const said = rows.join('').replaceAll('-', '').length;
        expect(ranked.reduce((sum, { yes, maybe, no }) => sum + yes + maybe + no, 0n)).toBe(BigInt(said));
        ranked.slice(1).forEach((later, at) => expect(ranked[at]!.yes).toBeGreaterThanOrEqual(later.yes));
      }),
    );
  });
});
