import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, apportion, currencies, decimalText, digitsOf, formatAmount, parseAmount } from '../index.ts';

test('the currencies Intl knows have our digits, but for those whose digits Intl drops', () => {
  const dropped = new Set('AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR RSD SOS SYP YER UYW CLF BHD'.split(' '));
  const differing = Intl.supportedValuesOf('currency').filter(
    (code) =>
      currencies.includes(code) &&
      new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits !==
        digitsOf(code),
  );
  expect(differing.filter((code) => !dropped.has(code))).toEqual([]);
  expect(currencies.length).toBeGreaterThan(160);
  expect([digitsOf('EUR'), digitsOf('JPY'), digitsOf('KWD'), digitsOf('CLF')]).toEqual([2, 0, 3, 4]);
});

test.each([
  ['385.50', 'EUR', 38550n],
  ['385,5', 'EUR', 38550n],
  ['12', 'EUR', 1200n],
  ['.5', 'EUR', 50n],
  ['1.234', 'KWD', 1234n],
  ['700', 'JPY', 700n],
  [' 1 ', 'EUR', 100n],
] as const)('"%s" in %s is %s minor units', (typed, currency, minor) =>
  expect(parseAmount(typed, currency)).toEqual({ ok: true, minor }),
);

test.each([
  ['1,234.5', 'EUR', 'thousands-mark'],
  ['1.234', 'EUR', 'thousands-mark'],
  ['1 234', 'EUR', 'thousands-mark'],
  ['12.345', 'EUR', 'thousands-mark'],
  ['1.2345', 'EUR', 'too-many-digits'],
  ['7.5', 'JPY', 'too-many-digits'],
  ['abc', 'EUR', 'not-a-number'],
  ['', 'EUR', 'empty'],
  ['-5', 'EUR', 'negative'],
  ['0', 'EUR', 'zero'],
  ['1e3', 'EUR', 'not-a-number'],
  ['99999999999999', 'EUR', 'too-large'],
] as const)('"%s" in %s is refused as %s', (typed, currency, fault) =>
  expect(parseAmount(typed, currency)).toMatchObject({ ok: false, fault }),
);

test('what is printed is read back, for every number of digits', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 15n }),
      fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
      (minor, currency) => {
        expect(parseAmount(decimalText({ minor, currency }), currency)).toEqual({ ok: true, minor });
      },
    ),
  );
});

test('amounts are printed with our digits and a true minus', () => {
  expect(formatAmount({ minor: 38550n, currency: 'EUR' }, 'en')).toBe('€385.50');
  expect(formatAmount({ minor: -5n, currency: 'EUR' }, 'en')).toBe('\u2212€0.05');
  expect(formatAmount({ minor: 100_000n, currency: 'HUF' }, 'en')).toContain('1,000.00');
  expect(formatAmount({ minor: 9_007_199_254_740_993n, currency: 'EUR' }, 'en')).toBe('€90,071,992,547,409.93');
});

test('unlike currencies throw', () =>
  expect(() => add({ minor: 1n, currency: 'EUR' }, { minor: 1n, currency: 'JPY' })).toThrow());

test('shares add up, each within one unit of exact', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 12 }),
      fc.nat(20),
      (whole, weights, offset) => {
        const total = weights.reduce((a, b) => a + b, 0n);
        if (total === 0n) return;
        const shares = apportion(whole, weights, offset);
        expect(shares.reduce((a, b) => a + b, 0n)).toBe(whole);
        for (const [at, share] of shares.entries()) {
          const distance = share * total - whole * weights[at]!;
          expect(distance < total && distance > -total).toBe(true);
        }
      },
    ),
  );
  expect(apportion(10000n, [1n, 1n, 1n])).toEqual([3334n, 3333n, 3333n]);
});
