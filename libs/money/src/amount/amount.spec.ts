import currencyCodes from 'currency-codes';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, apportion, currencies, decimalText, digitsOf, formatAmount, parseAmount } from '../index.ts';

const list = (codes: string): string[] => codes.split(' ');
const notIn = (all: Iterable<string>, others: Iterable<string>): string[] => {
  const known = new Set(others);
  return [...all].filter((code) => !known.has(code)).toSorted();
};

// Two sources that know nothing of each other, and what is wrong with each: a code that comes or goes has to be looked at by somebody.
test('the list of ISO 4217 of June 2024 has our codes and digits, but for what changed since and what is no money', () => {
  const iso = new Map(currencyCodes.data.map(({ code, digits }) => [code, digits]));
  const metalsAndUnits = list('XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX');
  expect(notIn(currencies, iso.keys())).toEqual(list('XAD XCG'));
  expect(notIn(iso.keys(), [...currencies, ...metalsAndUnits])).toEqual(list('ANG CUC'));
  expect(currencies.filter((code) => iso.has(code) && iso.get(code) !== digitsOf(code))).toEqual([]);
});

test('Intl has our codes and digits, but for codes it lacks or keeps too long, and small coins that it drops', () => {
  const icu = Intl.supportedValuesOf('currency');
  const digitsOfIcu = (currency: string): number =>
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits!;
  expect(notIn(currencies, icu)).toEqual(list('BOV CHE CHW CLF COU MXV USN UYI UYW VED XAD'));
  expect(notIn(icu, currencies)).toEqual(list('ANG CUC HRK SLL XDR XSU ZWL'));
  const differing = currencies.filter((code) => icu.includes(code) && digitsOfIcu(code) !== digitsOf(code));
  expect(differing).toEqual(list('AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER'));
  expect(differing.map(digitsOfIcu)).toEqual(differing.map(() => 0));
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

test('three digits after the mark between thousands of a language are no amount there, in any currency', () => {
  expect(parseAmount('1.234', 'KWD', '.')).toEqual({ ok: true, minor: 1234n });
  expect(parseAmount('1,234', 'KWD', ',')).toEqual({ ok: true, minor: 1234n });
  expect(parseAmount('1.234', 'KWD', ',')).toMatchObject({ ok: false, fault: 'thousands-mark' });
  expect(parseAmount('1,234', 'KWD', '.')).toMatchObject({ ok: false, fault: 'thousands-mark' });
  expect(parseAmount('1.23', 'KWD', ',')).toEqual({ ok: true, minor: 1230n });
  expect(parseAmount('1.5', 'EUR', ',')).toEqual({ ok: true, minor: 150n });
});

const oneOfEach = ['JPY', 'EUR', 'KWD', 'CLF'] as const;
const amounts = fc.bigInt({ min: 1n, max: 10n ** 15n });

test('what a form or a file shows is read back, with either mark, for every number of digits', () => {
  fc.assert(
    fc.property(amounts, fc.constantFrom(...oneOfEach), fc.constantFrom('.', ','), (minor, currency, mark) => {
      const shown = decimalText({ minor, currency }).replace('.', mark);
      expect(parseAmount(shown, currency)).toEqual({ ok: true, minor });
    }),
  );
});

/** What a reader makes of a printed amount: its digits, the sign, and how many digits stand behind the mark of the language. */
function asRead(printed: string, locale: string): { minor: bigint; digits: number } {
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(0.5);
  const mark = parts.find(({ type }) => type === 'decimal')!.value;
  const number = /\d[\d.,'\u2019\u00a0\u202f]*/.exec(printed)![0].replace(/\D+$/, '');
  const fraction = number.includes(mark) ? number.slice(number.lastIndexOf(mark) + 1) : '';
  const size = BigInt(number.replace(/\D/g, ''));
  return { minor: printed.includes('\u2212') ? -size : size, digits: fraction.length };
}

test('what is printed in the language of the reader says every unit, for every number of digits and both signs', () => {
  const locales = fc.constantFrom('en', 'de', 'de-AT', 'de-CH', 'fr', 'en-IN');
  fc.assert(
    fc.property(
      amounts,
      fc.boolean(),
      fc.constantFrom(...oneOfEach, 'HUF'),
      locales,
      (size, isNegative, currency, locale) => {
        const minor = isNegative ? -size : size;
        expect(asRead(formatAmount({ minor, currency }, locale), locale)).toEqual({
          minor,
          digits: digitsOf(currency),
        });
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
