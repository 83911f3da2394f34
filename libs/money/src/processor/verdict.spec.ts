import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CardFact, type CardKnowledge, cardVerdict } from './verdict.ts';

const open = { currency: 'EUR', minor: 2000n, payment: null, takes: true };
const known = (more: Partial<CardKnowledge> = {}): CardKnowledge => ({
  checkout: open,
  isBooked: false,
  left: 2000n,
  isLate: false,
  ...more,
});
const paid = { kind: 'PAID', payment: 'pay-1', checkout: 'c', minor: 2000n, currency: 'EUR' } as const;
const refunded = { kind: 'REFUNDED', payment: 'pay-1', minor: 500n, currency: 'EUR' } as const;
const booked = { ...open, payment: 'pay-1' };

describe('what is done with the word of a processor', () => {
  test.each<[string, CardFact, Partial<CardKnowledge>, string]>([
    ['a payment that fits', paid, {}, 'BOOK'],
    ['a reference that is none of ours', paid, { checkout: null }, 'UNKNOWN_REFERENCE'],
    ['the same payment again', paid, { checkout: booked }, 'DONE'],
    ['a second payment for the same', { ...paid, payment: 'pay-2' }, { checkout: booked }, 'PAID_TWICE'],
    ['a unit less', { ...paid, minor: 1999n }, {}, 'OTHER_AMOUNT'],
    ['another currency', { ...paid, currency: 'USD' }, {}, 'OTHER_CURRENCY'],
    ['what came by transfer meanwhile', paid, { checkout: { ...open, takes: false } }, 'SETTLED_ALREADY'],
    ['a failure', { kind: 'FAILED', checkout: 'c' }, {}, 'BOOK'],
    ['a failure after the payment', { kind: 'EXPIRED', checkout: 'c' }, { checkout: booked }, 'DONE'],
    ['a failure of something unknown', { kind: 'FAILED', checkout: null }, { checkout: null }, 'DONE'],
    ['a refund', refunded, { checkout: booked }, 'BOOK'],
    ['a refund before its payment', refunded, {}, 'WAIT'],
    ['a refund of a payment that never came', refunded, { checkout: null, isLate: true }, 'NO_PAYMENT'],
    ['a refund that is in the book', refunded, { checkout: booked, isBooked: true }, 'DONE'],
    ['more back than is left', refunded, { checkout: booked, left: 499n }, 'REFUND_TOO_MUCH'],
    ['a fee above all that came', { ...refunded, kind: 'FEE', minor: 9000n }, { checkout: booked }, 'BOOK'],
    [
      'a fee in another currency',
      { ...refunded, kind: 'FEE', currency: 'USD' },
      { checkout: booked },
      'OTHER_CURRENCY',
    ],
    ['a dispute before its payment', { ...refunded, kind: 'DISPUTED', fee: 0n }, {}, 'WAIT'],
    ['a dispute that is won', { kind: 'DISPUTE_WON', payment: 'pay-1' }, { isBooked: true }, 'BOOK'],
    ['a dispute won before it was lost', { kind: 'DISPUTE_WON', payment: 'pay-1' }, {}, 'WAIT'],
    [
      'a refund that failed',
      { kind: 'REFUND_FAILED', payment: 'pay-1' },
      { checkout: booked, isBooked: true },
      'REFUND_FAILED',
    ],
    ['a payout', { kind: 'PAID_OUT', minor: 5n, currency: 'EUR' }, { checkout: null }, 'BOOK'],
    ['a payout again', { kind: 'PAID_OUT', minor: 5n, currency: 'EUR' }, { checkout: null, isBooked: true }, 'DONE'],
    ['a payout that failed', { kind: 'PAYOUT_FAILED' }, { checkout: null, isBooked: true }, 'BOOK'],
    ['a payout that failed before it went', { kind: 'PAYOUT_FAILED' }, { checkout: null }, 'WAIT'],
    ['anything else', { kind: 'OTHER' }, { checkout: null }, 'KEEP'],
  ])('%s', (_, fact, more, expected) => {
    const verdict = cardVerdict(fact, known(more));
    expect(verdict.is === 'ASK' ? verdict.why : verdict.is).toBe(expected);
  });

  test('only an open promise of the very amount and currency is booked, whatever is said', () => {
    const currency = fc.constantFrom('EUR', 'USD', 'JPY');
    const minor = fc.bigInt(1n, 3n);
    const checkout = fc.option(
      fc.record({ currency, minor, payment: fc.option(fc.constantFrom('a', 'b')), takes: fc.boolean() }),
    );
    fc.assert(
      fc.property(checkout, currency, minor, fc.constantFrom('a', 'b'), (of, currencySaid, said, payment) => {
        const fact = { kind: 'PAID', payment, checkout: 'c', minor: said, currency: currencySaid } as const;
        const verdict = cardVerdict(fact, known({ checkout: of }));
        const fits =
          of !== null && of.payment === null && of.takes && of.currency === currencySaid && of.minor === said;
        expect(verdict.is === 'BOOK').toBe(fits);
        expect(verdict.is === 'DONE').toBe(of?.payment === payment);
      }),
    );
  });
});
