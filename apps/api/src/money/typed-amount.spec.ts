import { expect, test } from 'vitest';
import { BadInput } from '../platform/graphql/errors.ts';
import { typedAmount } from './typed-amount.ts';

function fault(amount: string, currency: string, locale: string): [unknown, string] {
  try {
    typedAmount({ amount, currency }, locale);
  } catch (error) {
    if (error instanceof BadInput) return [error.extensions['field'], error.words.in(locale)];
  }
  return [null, ''];
}

test('an amount behind a link is read, and an example given, in the reader’s way of writing numbers', () => {
  expect(typedAmount({ amount: '12,5', currency: ' eur' }, 'de')).toEqual({ minor: 1250n, currency: 'EUR' });
  expect(typedAmount({ amount: '1.234', currency: 'KWD' }, 'en')).toEqual({ minor: 1234n, currency: 'KWD' });
  expect(fault('1.234', 'KWD', 'de')).toEqual(['amount', 'Gib den Betrag als Zahl ein, etwa 123,456.']);
  expect(fault('1.234,56', 'EUR', 'de')).toEqual(['amount', 'Gib den Betrag als Zahl ein, etwa 1234,56.']);
  expect(fault('1.234,56', 'EUR', 'en')).toEqual(['amount', 'Type the amount as a number, such as 1234.56.']);
  expect(fault('12', 'EURO', 'en')[0]).toBe('currency');
});
