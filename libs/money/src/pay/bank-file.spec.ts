import { expect, test } from 'vitest';
import { bankFile, bankList, type BankOrder } from '../index.ts';

const order: BankOrder = {
  id: 'FM-20260105-1',
  createdAt: '2026-01-05T10:00:00Z',
  executeOn: '2026-01-06',
  payer: { name: 'Riverside e.V.', iban: 'DE89 3704 0044 0532 0130 00' },
  transfers: [
    {
      reference: 'X-12',
      name: 'Çağla Øst & Söhne <b>',
      iban: 'BE71096123456769',
      minor: 38_550n,
      text: 'Getränke\nJuni',
    },
    { reference: 'X-13', name: 'Ada', iban: 'FR1420041010050500013M02606', minor: 1n, text: '' },
  ],
};

test('a file of transfers has its sums, its references and only signs that every bank takes', () => {
  const file = bankFile(order);
  const text = file.ok ? file.text : '';
  expect(text.match(/<NbOfTxs>2<\/NbOfTxs><CtrlSum>385\.51<\/CtrlSum>/g)).toHaveLength(2);
  expect([...text.matchAll(/<InstdAmt Ccy="EUR">([^<]*)</g)].map(([, amount]) => amount)).toEqual(['385.50', '0.01']);
  expect([...text.matchAll(/<EndToEndId>([^<]*)</g)].map(([, id]) => id)).toEqual(['X-12', 'X-13']);
  expect([...text.matchAll(/<Nm>([^<]*)</g)].map(([, name]) => name)).toEqual([
    'Riverside e.V.',
    'Riverside e.V.',
    'Cagla ost + Sohne b',
    'Ada',
  ]);
  expect([...text.matchAll(/<IBAN>([^<]*)</g)].map(([, iban]) => iban)).toEqual([
    'DE89370400440532013000',
    'BE71096123456769',
    'FR1420041010050500013M02606',
  ]);
  expect([...text.matchAll(/<Ustrd>([^<]*)</g)].map(([, line]) => line)).toEqual(['X-12 Getranke Juni', 'X-13']);
  expect(text).not.toMatch(/[&\u0080-\uffff]/);
});

test.each([
  [{ transfers: [] }, { transfer: 0, field: 'nothing-to-pay' }],
  [{ id: 'x'.repeat(36) }, { transfer: 0, field: 'id' }],
  [{ payer: { name: 'A', iban: 'DE00' } }, { transfer: 0, field: 'iban' }],
  [{ payer: { ...order.payer, bic: 'NOPE' } }, { transfer: 0, field: 'bic' }],
  [{ transfers: [order.transfers[0]!, { ...order.transfers[1]!, minor: 0n }] }, { transfer: 2, field: 'amount' }],
  [{ transfers: [{ ...order.transfers[0]!, name: '東京' }] }, { transfer: 1, field: 'name' }],
  [{ transfers: [{ ...order.transfers[0]!, iban: 'BE71096123456768' }] }, { transfer: 1, field: 'iban' }],
  [{ transfers: [{ ...order.transfers[0]!, reference: '<x>' }] }, { transfer: 1, field: 'reference' }],
])('an order that does not fit (%#) is no file, and says where', (change, fault) =>
  expect(bankFile({ ...order, ...change })).toEqual({ ok: false, fault }),
);

test('the list says the same, and no cell is a formula', () => {
  const [first] = order.transfers;
  expect(bankList([{ ...first!, name: '=1+1' }])).toBe(
    `name,iban,amount,currency,reference,text\r\n"'=1+1","BE71096123456769",385.50,EUR,"X-12","Getränke\nJuni"\r\n`,
  );
});
