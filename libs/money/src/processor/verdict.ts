interface Said {
  readonly minor: bigint;
  readonly currency: string;
}
interface OfPayment {
  readonly payment: string;
}
interface OfCheckout {
  /** Our id of the checkout, as the processor repeats it. */
  readonly checkout: string | null;
}
type Kind<K extends string, More = unknown> = { readonly kind: K } & More;

/** What a card processor says has happened, in our words. Amounts in minor units, above zero; `fee` is what a dispute itself costs. */
export type CardFact =
  | Kind<'PAID', OfPayment & OfCheckout & Said>
  | Kind<'FAILED', OfCheckout>
  | Kind<'EXPIRED', OfCheckout>
  | Kind<'FEE', OfPayment & Said>
  | Kind<'REFUNDED', OfPayment & Said>
  | Kind<'DISPUTED', OfPayment & Said & { readonly fee: bigint }>
  | Kind<'REFUND_FAILED', OfPayment>
  | Kind<'DISPUTE_WON', OfPayment>
  | Kind<'PAID_OUT', Said>
  | Kind<'PAYOUT_FAILED'>
  | Kind<'OTHER'>;

/** What the book knows of the thing that the processor speaks of. */
export interface CardKnowledge {
  /** Who was sent there, and what of it is booked; null for a reference that is none of ours. */
  readonly checkout: {
    readonly currency: string;
    readonly minor: bigint;
    /** The payment that is booked for it. */
    readonly payment: string | null;
    /** Whether its contribution takes money still. */
    readonly takes: boolean;
  } | null;
  /** Whether the thing itself (this fee, this refund, this payout) is in the book already. */
  readonly isBooked: boolean;
  /** What of the contribution has come and not gone back. */
  readonly left: bigint;
  /** Whether it has been waited for its payment for long. */
  readonly isLate: boolean;
}

/** Why the treasurer is asked: nothing is guessed. */
export const cardQuestions = [
  'UNKNOWN_REFERENCE',
  'PAID_TWICE',
  'OTHER_AMOUNT',
  'OTHER_CURRENCY',
  'SETTLED_ALREADY',
  'NO_PAYMENT',
  'REFUND_TOO_MUCH',
  'REFUND_FAILED',
  'FAULT',
] as const;
export type CardQuestion = (typeof cardQuestions)[number];

/** BOOK: carry it out. DONE: it is already. WAIT: what it is about has not been said yet. KEEP: nothing follows. ASK: a person has to look. */
export type CardVerdict =
  | { readonly is: 'BOOK' | 'DONE' | 'WAIT' | 'KEEP' }
  | { readonly is: 'ASK'; readonly why: CardQuestion };

const book = { is: 'BOOK' } as const;
const done = { is: 'DONE' } as const;
const ask = (why: CardQuestion): CardVerdict => ({ is: 'ASK', why });

/**
 * What is to be done with something that a processor says (money.md 1 and 8). The same fact said again, in another order or by another
 * message, changes nothing; what does not fit to the unit and currency is left to the treasurer.
 */
export function cardVerdict(fact: CardFact, known: CardKnowledge): CardVerdict {
  switch (fact.kind) {
    case 'PAID':
      return paid(fact, known);
    case 'FAILED':
    case 'EXPIRED':
      return known.checkout && known.checkout.payment === null ? book : done;
    case 'PAID_OUT':
      return known.isBooked ? done : book;
    case 'PAYOUT_FAILED':
      return known.isBooked ? book : late(known);
    case 'OTHER':
      return { is: 'KEEP' };
    case 'FEE':
    case 'REFUNDED':
    case 'DISPUTED':
    case 'REFUND_FAILED':
    case 'DISPUTE_WON':
      return ofPayment(fact, known);
  }
}

function paid(fact: CardFact & { kind: 'PAID' }, { checkout }: CardKnowledge): CardVerdict {
  if (!checkout) return ask('UNKNOWN_REFERENCE');
  if (checkout.payment !== null) return checkout.payment === fact.payment ? done : ask('PAID_TWICE');
  if (checkout.currency !== fact.currency) return ask('OTHER_CURRENCY');
  if (checkout.minor !== fact.minor) return ask('OTHER_AMOUNT');
  return checkout.takes ? book : ask('SETTLED_ALREADY');
}

/** What follows a payment waits until the payment is in the book. */
function ofPayment(
  fact: Extract<CardFact, { kind: 'FEE' | 'REFUNDED' | 'DISPUTED' | 'REFUND_FAILED' | 'DISPUTE_WON' }>,
  known: CardKnowledge,
): CardVerdict {
  if (fact.kind === 'DISPUTE_WON') return known.isBooked ? book : late(known);
  if (known.isBooked && fact.kind !== 'REFUND_FAILED') return done;
  if (!known.checkout || known.checkout.payment !== fact.payment) return late(known);
  if (fact.kind === 'REFUND_FAILED') return ask('REFUND_FAILED');
  if (known.checkout.currency !== fact.currency) return ask('OTHER_CURRENCY');
  return fact.kind !== 'FEE' && fact.minor > known.left ? ask('REFUND_TOO_MUCH') : book;
}

const late = ({ isLate }: CardKnowledge): CardVerdict => (isLate ? ask('NO_PAYMENT') : { is: 'WAIT' });
