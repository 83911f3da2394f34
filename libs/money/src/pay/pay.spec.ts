import { expect, test } from 'vitest';
import { epcText, groupedIban, isIban } from '../index.ts';

const payment = {
  name: 'Red Cross of Belgium',
  iban: 'BE72 0000 0000 1616',
  bic: 'BPOTBEB1',
  minor: 100n,
  text: 'Urgency fund',
};

test('a transfer is eleven lines, the amount with a point, without a mark at the end', () => {
  expect(epcText(payment)).toEqual({
    ok: true,
    text: 'BCD\n002\n1\nSCT\nBPOTBEB1\nRed Cross of Belgium\nBE72000000001616\nEUR1.00\n\n\nUrgency fund',
  });
});

test('no text adds a line', () => {
  const hostile = epcText({ ...payment, name: 'A\nB\u2028C', text: 'X-1\r\nEUR9.00' });
  expect(hostile.ok && hostile.text.split('\n').slice(5)).toEqual([
    'A B C',
    'BE72000000001616',
    'EUR1.00',
    '',
    '',
    'X-1 EUR9.00',
  ]);
});

test.each([
  ['name', { name: ' ' }],
  ['name', { name: 'x'.repeat(71) }],
  ['iban', { iban: 'BE72 0000 0000 1617' }],
  ['bic', { bic: 'BPOT' }],
  ['amount', { minor: 0n }],
  ['amount', { minor: 100_000_000_000n }],
  ['text', { text: 'x'.repeat(141) }],
  ['too-long', { name: 'ä'.repeat(70), text: '€'.repeat(100) }],
] as const)('says that the %s does not fit', (fault, change) =>
  expect(epcText({ ...payment, ...change })).toEqual({ ok: false, fault }),
);

test('the check digits of an account number are checked', () => {
  const good = [
    'DE89 3704 0044 0532 0130 00',
    'GB82 WEST 1234 5698 7654 32',
    'NO93 8601 1117 947',
    'mt84 malt 0110 0001 2345 mtlc ast0 01s',
  ];
  expect(good.map(isIban)).toEqual(good.map(() => true));
  expect(good.map(groupedIban).map(isIban)).toEqual(good.map(() => true));
  expect(groupedIban('be7200000000161612')).toBe('BE72 0000 0000 1616 12');
  expect(good.map((iban) => isIban(iban.replace(/\d(?=\D*$)/, (last) => String((Number(last) + 1) % 10))))).toEqual(
    good.map(() => false),
  );
  expect(['', 'DE', 'DE89', 'D189370400440532013000', 'DE89_37040044053201300'].map(isIban)).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
});
