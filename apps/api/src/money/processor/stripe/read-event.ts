import type { CardFact } from '#libs/money';
import type { ProcessorWord } from '../processor.port.ts';
import { wireCurrency, wireMinor } from './wire-amount.ts';

type Thing = Readonly<Record<string, unknown>>;
type Read = Omit<ProcessorWord, 'id' | 'type' | 'on'> & { readonly on?: string };

/** What each kind of message says; null where nothing follows from it (not paid yet, not settled yet). Other kinds are kept, and nothing is done. */
const readers: Readonly<Record<string, (object: Thing) => Read | null>> = {
  'checkout.session.completed': (session) => (session['payment_status'] === 'paid' ? paidSession(session) : null),
  'checkout.session.async_payment_succeeded': paidSession,
  'checkout.session.async_payment_failed': (session) => ended('FAILED', session),
  'checkout.session.expired': (session) => ended('EXPIRED', session),
  'payment_intent.succeeded': (payment) =>
    said(text(payment['id']), {
      kind: 'PAID',
      payment: text(payment['id']),
      checkout: optional(within(payment['metadata'])['checkout']),
      minor: wireMinor(payment['amount_received']),
      currency: wireCurrency(payment['currency']),
    }),
  'charge.succeeded': fee,
  'charge.updated': fee,
  'refund.created': refund,
  'refund.updated': refund,
  'refund.failed': refund,
  'charge.dispute.funds_withdrawn': (dispute) =>
    said(text(dispute['id']), {
      ...amountOf(dispute),
      kind: 'DISPUTED',
      fee: disputeFee(dispute['balance_transactions']),
    }),
  'charge.dispute.funds_reinstated': (dispute) =>
    said(text(dispute['id']), { kind: 'DISPUTE_WON', payment: idOf(dispute['payment_intent']) }),
  'payout.paid': (payout) => ({
    ...said(text(payout['id']), {
      kind: 'PAID_OUT',
      minor: wireMinor(payout['amount']),
      currency: wireCurrency(payout['currency']),
    }),
    ...(typeof payout['arrival_date'] === 'number' ? { on: dayOf(payout['arrival_date']) } : {}),
  }),
  'payout.failed': (payout) => said(text(payout['id']), { kind: 'PAYOUT_FAILED' }),
};

/** Reads a message of the wire, which has been checked to be the processor's. Throws where it has not the documented shape. */
export function readEvent(event: unknown): ProcessorWord {
  const message = within(event);
  const type = text(message['type']);
  const object = within(within(message['data'])['object']);
  const read = Object.hasOwn(readers, type) ? readers[type]!(object) : null;
  const id = text(message['id']);
  const on = dayOf(message['created']);
  return { id, type, on, ...(read ?? said('', { kind: 'OTHER' })) };
}

/** A session that is paid: also what the processor answers when it is asked. */
export function paidSession(session: Thing): Read {
  const payment = idOf(session['payment_intent']);
  return said(payment, {
    kind: 'PAID',
    payment,
    checkout: optional(session['client_reference_id']),
    minor: wireMinor(session['amount_total']),
    currency: wireCurrency(session['currency']),
  });
}

function ended(kind: 'FAILED' | 'EXPIRED', session: Thing): Read {
  return said(text(session['id']), { kind, checkout: optional(session['client_reference_id']) });
}

/** A charge names its fee by the movement on the balance, once it has one; the amount is asked for, or stands in it. */
function fee(charge: Thing): Read | null {
  const movement = charge['balance_transaction'];
  if (movement === null || movement === undefined || !charge['payment_intent']) return null;
  const isToAsk = typeof movement === 'string';
  const amounts = isToAsk
    ? { minor: 0n, currency: wireCurrency(charge['currency']) }
    : { minor: wireMinor(within(movement)['fee']), currency: wireCurrency(within(movement)['currency']) };
  if (!isToAsk && amounts.minor === 0n) return null;
  const payment = idOf(charge['payment_intent']);
  return { ...said(idOf(movement), { kind: 'FEE', payment, ...amounts }), isToAsk };
}

function refund(one: Thing): Read | null {
  const id = text(one['id']);
  if (!one['payment_intent']) return null;
  const ours = optional(within(one['metadata'])['refund']);
  if (one['status'] === 'failed' || one['status'] === 'canceled')
    return { ...said(id, { kind: 'REFUND_FAILED', payment: idOf(one['payment_intent']) }), ours };
  return one['status'] === 'succeeded' ? { ...said(id, { ...amountOf(one), kind: 'REFUNDED' }), ours } : null;
}

/** What the processor takes for the dispute itself, where it says so. */
function disputeFee(movements: unknown): bigint {
  if (!Array.isArray(movements)) return 0n;
  return movements.reduce((sum: bigint, one) => sum + wireMinor(within(one)['fee'] ?? 0), 0n);
}

const amountOf = (one: Thing): { payment: string; minor: bigint; currency: string } => ({
  payment: idOf(one['payment_intent']),
  minor: wireMinor(one['amount']),
  currency: wireCurrency(one['currency']),
});

const said = (subject: string, fact: CardFact): Read => ({ subject, fact, ours: null, isToAsk: false });

function within(value: unknown): Thing {
  return typeof value === 'object' && value !== null ? (value as Thing) : {};
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value === '' || value.length > 255) throw new Error('no id');
  return value;
}

const optional = (value: unknown): string | null => (typeof value === 'string' ? value.slice(0, 255) : null);

/** An object is written in full or as its id. */
const idOf = (value: unknown): string => text(typeof value === 'string' ? value : within(value)['id']);

function dayOf(seconds: unknown): string {
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds) || seconds < 0 || seconds > 1e11)
    throw new Error('no moment');
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
