import { expect, test } from 'vitest';
import { guessCsvMap } from '../index.ts';

test('a German export with rows above its header', () => {
  expect(
    guessCsvMap([
      ['Kontonummer:', 'DE89'],
      ['Buchungstag', 'Wertstellung', 'Auftraggeber / Begünstigter', 'Verwendungszweck', 'Betrag', 'Währung', 'Saldo'],
      ['05.01.2026', '05.01.2026', 'Ada', 'C-1', '1.234,50', 'EUR', '2.000,00'],
    ]),
  ).toEqual({
    skip: 1,
    hasHeader: true,
    mark: ',',
    day: 'DMY',
    columns: {
      day: 'Buchungstag',
      balance: 'Saldo',
      amount: 'Betrag',
      currency: 'Währung',
      name: 'Auftraggeber / Begünstigter',
      text: 'Verwendungszweck',
    },
  });
});

test('money in and out in columns of their own, the month first', () => {
  const { columns, day, mark } = guessCsvMap([
    ['Date', 'Description', 'Debit', 'Credit'],
    ['01/25/2026', 'Rent', '100.00', ''],
  ]);
  expect({ columns, day, mark }).toEqual({
    day: 'MDY',
    mark: '.',
    columns: { day: 'Date', text: 'Description', debit: 'Debit', credit: 'Credit' },
  });
});

test('nothing is made up of what says nothing', () =>
  expect(guessCsvMap([['1', '2']])).toMatchObject({ skip: 0, columns: {} }));
