import { expect, test } from 'vitest';
import { currencyItems } from './currencies.ts';

test('every currency is offered once, those asked for first, with its name where there is room', () => {
  const named = currencyItems(['EUR', 'CHF', 'EUR']);
  expect(named.slice(0, 3).map(({ label }) => label)).toEqual([
    'EUR, Euro',
    'CHF, Swiss Franc',
    'AED, United Arab Emirates Dirham',
  ]);
  const codes = currencyItems(['EUR'], 'codes').map(({ label }) => label);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toEqual(expect.arrayContaining(['HUF', 'JPY', 'KWD', 'CLF']));
  expect(named.length).toBe(codes.length);
});
