import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UnreadableWord, UnsignedWord } from '../processor.port.ts';
import { signed } from './signature.ts';
import { StripeProcessor } from './stripe.processor.ts';
import { isSameUnit } from './wire-amount.ts';

const folder = new URL('../../../../../../test/fixtures/processor/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const [old, current] = ['whsec_before0000000', 'whsec_now00000000000'];
const processor = new StripeProcessor({ url: 'https://processor.example', key: 'k', webhookSecrets: [old, current] });
const now = new Date('2026-03-31T10:00:00Z');
const seconds = now.getTime() / 1000;
const reads = (raw: string | Buffer, header: string | undefined): ReturnType<typeof processor.read> =>
  processor.read(Buffer.from(raw), { 'stripe-signature': header }, now);
const read = (name: string): ReturnType<typeof processor.read> => {
  const raw = readFileSync(new URL(name, folder));
  return reads(raw, signed(raw, current, seconds));
};

describe('what the processor says', () => {
  const payment = 'pi_3A1';
  const checkout = '0b1c8f5e-5a5e-4c3c-9d5c-2f0f8a3a1b11';
  const eur = { currency: 'EUR' };
  test.each<[string, string, object]>([
    ['checkout-completed.json', payment, { kind: 'PAID', payment, checkout, minor: 2000n, ...eur }],
    ['payment-succeeded.json', payment, { kind: 'PAID', payment, checkout, minor: 2000n, ...eur }],
    ['checkout-unpaid.json', '', { kind: 'OTHER' }],
    ['checkout-expired.json', 'cs_test_a1', { kind: 'EXPIRED', checkout }],
    ['charge-updated.json', 'txn_3A1', { kind: 'FEE', payment, minor: 0n, ...eur }],
    ['charge-unsettled.json', '', { kind: 'OTHER' }],
    ['refund-created.json', 're_3A1', { kind: 'REFUNDED', payment, minor: 500n, ...eur }],
    ['refund-failed.json', 're_3A1', { kind: 'REFUND_FAILED', payment }],
    ['dispute-withdrawn.json', 'dp_3A1', { kind: 'DISPUTED', payment, minor: 2000n, fee: 2000n, ...eur }],
    ['dispute-reinstated.json', 'dp_3A1', { kind: 'DISPUTE_WON', payment }],
    ['payout-paid.json', 'po_3A1', { kind: 'PAID_OUT', minor: 1945n, ...eur }],
    ['customer-created.json', '', { kind: 'OTHER' }],
  ])('%s', (name, subject, fact) => {
    expect(read(name)).toMatchObject({ subject, fact });
  });

  test('every fixture is read above, and no name, address or card is kept of any', () => {
    expect(names).toHaveLength(12);
    for (const name of names)
      expect(
        JSON.stringify(read(name), (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
      ).not.toMatch(/cleo|4242|1000"/i);
  });

  test('a fee is to be asked for, a refund of ours names it, a payout has its day', () => {
    expect(read('charge-updated.json').isToAsk).toBe(true);
    expect(read('refund-created.json').ours).toBe('5f0e7e3e-43f3-4a17-8a7e-1f27d2f0a2a2');
    expect(read('payout-paid.json').on).toBe('2026-04-02');
    expect(read('checkout-completed.json').on).toBe('2026-03-31');
  });
});

describe('its signature', () => {
  const raw = '{"id":"evt_1","type":"ping","created":1774951200,"data":{"object":{}}}';
  const hex = (secret: string, at = seconds): string => signed(raw, secret, at).split('v1=')[1]!;

  test.each([
    ['of the present secret', signed(raw, current, seconds)],
    ['of the secret before', signed(raw, old, seconds)],
    ['of two secrets while a key is changed', `t=${seconds},v1=${hex('whsec_unknown')},v1=${hex(current)}`],
    ['with a scheme that is not known', `t=${seconds},v0=abc,v1=${hex(current)}`],
    ['five minutes old', signed(raw, current, seconds - 300)],
  ])('%s is taken', (_, header) => {
    expect(reads(raw, header).id).toBe('evt_1');
  });

  test.each([
    ['none', undefined],
    ['of another secret', signed(raw, 'whsec_other', seconds)],
    ['of other bytes', signed(raw.replace('{', '{ '), current, seconds)],
    ['older than five minutes', signed(raw, current, seconds - 301)],
    ['from the future', signed(raw, current, seconds + 301)],
    ['with its time changed', signed(raw, current, seconds - 10).replace(`t=${seconds - 10}`, `t=${seconds}`)],
    ['with two times', `t=${seconds},t=${seconds},v1=${hex(current)}`],
    ['cut short', signed(raw, current, seconds).slice(0, -1)],
    ['of a scheme that proves nothing', `t=${seconds},v0=${hex(current)}`],
    ['empty', ''],
  ])('%s is refused before anything is read', (_, header) => {
    expect(() => reads(raw, header)).toThrow(UnsignedWord);
  });

  test.each([
    ['no JSON', '{'],
    ['no id', '{"type":"x","created":1,"data":{}}'],
    [
      'no whole amount',
      JSON.stringify({
        id: 'e',
        type: 'payout.paid',
        created: 1,
        data: { object: { id: 'p', amount: 1.5, currency: 'eur' } },
      }),
    ],
    [
      'no currency',
      JSON.stringify({
        id: 'e',
        type: 'payout.paid',
        created: 1,
        data: { object: { id: 'p', amount: 1, currency: 'zzz' } },
      }),
    ],
    ['a list', '[]'],
  ])('%s: signed and not readable', (_, text) => {
    expect(() => reads(text, signed(text, current, seconds))).toThrow(UnreadableWord);
  });
});

test('only currencies are taken whose unit is the same on both sides', () => {
  expect(['EUR', 'USD', 'JPY', 'ISK', 'UGX', 'MGA', 'KWD', 'ZZZ'].map(isSameUnit)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
});
