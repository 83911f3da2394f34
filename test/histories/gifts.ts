import fc from 'fast-check';
import { type Command, command, pick, prefer } from './command.ts';
import { eur } from './eur.ts';
import { daysAfter } from './days.ts';
import type { Account, Entry, Model, Moves } from './model.ts';

type Held = 'BANK' | 'CASH' | 'CARD';
export const lies: Readonly<Record<Held, Account>> = { BANK: 'bank', CASH: 'till', CARD: 'card' };
/** More than this goes back by two people. */
export const ALONE = 10_000n;

export interface Refund {
  readonly minor: bigint;
  readonly held: Held;
  state: 'ASKED' | 'BOOKED' | 'DECLINED';
  entry: Entry | null;
}

/** A promise of money, or money that came without one. */
export class Gift {
  readonly receipts: { readonly entry: Entry; readonly minor: bigint }[] = [];
  readonly refunds: Refund[] = [];
  closed: 'CANCELLED' | 'EXPIRED' | null = null;

  constructor(
    readonly number: number,
    readonly pledged: bigint,
    readonly dueOn: string | null,
  ) {}

  get received(): bigint {
    return this.receipts.reduce((sum, { entry, minor }) => (entry.gone ? sum : sum + minor), 0n);
  }

  /** What has gone back, with or without what waits for a second person. */
  back(isAskedToo: boolean): bigint {
    const counts = ({ state, entry }: Refund): boolean =>
      !entry?.gone && (state === 'BOOKED' || (isAskedToo && state === 'ASKED'));
    return this.refunds.reduce((sum, refund) => (counts(refund) ? sum + refund.minor : sum), 0n);
  }

  /** What has gone back to cards, or will. */
  get toCards(): bigint {
    const counts = ({ held, state, entry }: Refund): boolean => held === 'CARD' && state !== 'DECLINED' && !entry?.gone;
    return this.refunds.reduce((sum, refund) => (counts(refund) ? sum + refund.minor : sum), 0n);
  }

  get left(): bigint {
    return this.received - this.back(true);
  }

  /** Nothing was promised, and what had come was taken back. */
  get isNothing(): boolean {
    return this.pledged === 0n && this.received === 0n;
  }

  get takes(): boolean {
    return this.isNothing || (this.back(false) === 0n && (this.received === 0n || this.received < this.pledged));
  }

  get due(): bigint {
    const waits = this.back(false) === 0n && this.closed === null && this.received < this.pledged;
    return waits ? this.pledged - this.received : 0n;
  }
}

const amount = fc.bigInt({ min: 1n, max: 6000n });
const nth = fc.nat(9);

/** Money that came: a receipt of a gift, in the general fund. */
export function arrives(model: Model, gift: Gift, of: { minor: bigint; into: Account; on?: string }): Entry {
  const entry = model.post(
    'CONTRIBUTION',
    { [of.into]: of.minor, general: -of.minor },
    { on: of.on ?? model.today, category: 'income.contributions' },
  );
  gift.receipts.push({ entry, minor: of.minor });
  return entry;
}

export function newGift(model: Model, pledged: bigint): Gift {
  const gift = new Gift(model.gifts.length + 1, pledged, pledged > 0n ? daysAfter(model.today, 30) : null);
  model.gifts.push(gift);
  return gift;
}

function mayRefund(model: Model, gift: Gift, minor: bigint, held: Held): string {
  if (gift.left <= 0n || gift.received === gift.back(false)) return 'CONFLICT';
  if (minor > gift.left) return 'BAD_USER_INPUT amount';
  const byCard = model.cards.payments.filter((one) => one.gift === gift).reduce((sum, one) => sum + one.minor, 0n);
  return held === 'CARD' && minor > byCard - gift.toCards ? 'BAD_USER_INPUT amount' : 'ok';
}

/** Books a refund that may be, unless the fund is short. */
function givesBack(model: Model, refund: Refund): string {
  const moves: Moves = { [lies[refund.held]]: -refund.minor, general: refund.minor };
  if (model.isShort(moves)) return 'CONFLICT';
  refund.entry = model.post('REFUND', moves, { category: 'income.contributions' });
  refund.state = 'BOOKED';
  return 'ok';
}

function refunds(model: Model, gift: Gift, of: { minor: bigint; held: Held }): string {
  const may = mayRefund(model, gift, of.minor, of.held);
  if (may !== 'ok') return may;
  const refund: Refund = { ...of, state: 'ASKED', entry: null };
  const word = of.minor > ALONE ? 'ok' : givesBack(model, refund);
  if (word === 'ok') gift.refunds.push(refund);
  return word;
}

/** Gifts: promised, come, given back by one or by two people. */
export const giftCommands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(amount, fc.nat(70), fc.boolean()).map(([minor, ago, isCash]) =>
    command<string>({
      of: (model) => model.daysAgo(ago),
      name: (on) => `${minor} come on ${on}${isCash ? ' in cash' : ''}`,
      expects(model, on) {
        if (model.isClosed(on)) return 'BAD_USER_INPUT receivedOn';
        arrives(model, newGift(model, 0n), { minor, into: isCash ? 'till' : 'bank', on });
        return 'ok';
      },
      does: (house, receivedOn) =>
        house.does('ben', 'recordContribution', {
          input: { groupId: house.groupId, amount: eur(minor), receivedOn, heldIn: isCash ? 'CASH' : 'BANK' },
        }),
    }),
  ),
  fc.bigInt({ min: 1n, max: 16_000n }).map((minor) =>
    command<Model>({
      of: (model) => model,
      name: () => `Cleo promises ${minor}`,
      expects: (model) => {
        newGift(model, minor);
        return 'ok';
      },
      does: (house) => house.does('cleo', 'pledge', { input: { groupId: house.groupId, amount: eur(minor) } }),
    }),
  ),
  fc.tuple(nth, fc.option(amount)).map(([at, minor]) =>
    command<Gift>({
      of: (model) => prefer(model.gifts, at, ({ due }) => due > 0n),
      name: (gift) => `${minor ?? 'all that is due'} of C-${gift.number} come`,
      expects(model, gift) {
        if (!gift.takes) return 'CONFLICT';
        if (minor === null && gift.due === 0n) return 'BAD_USER_INPUT amount';
        arrives(model, gift, { minor: minor ?? gift.due, into: 'bank' });
        return 'ok';
      },
      does: async (house, gift) =>
        house.does('ben', 'confirmContribution', {
          input: { id: await house.the('gift', gift.number), amount: minor === null ? null : eur(minor) },
        }),
    }),
  ),
  nth.map((at) =>
    command<Gift>({
      of: (model) =>
        pick(
          model.gifts.filter(({ pledged }) => pledged > 0n),
          at,
        ),
      name: (gift) => `Cleo takes her promise C-${gift.number} back`,
      expects(_, gift) {
        if (gift.due === 0n) return 'CONFLICT';
        gift.closed = 'CANCELLED';
        return 'ok';
      },
      does: async (house, gift) =>
        house.does('cleo', 'cancelContribution', { id: await house.the('gift', gift.number) }),
    }),
  ),
  fc
    .tuple(nth, fc.bigInt({ min: 1n, max: 13_000n }), fc.constantFrom<Held>('BANK', 'CASH', 'CARD'))
    .map(([at, minor, held]) =>
      command<Gift>({
        of: (model) =>
          prefer(
            model.gifts,
            at,
            (gift) => gift.left >= minor && (held !== 'CARD' || model.cards.payments.some((one) => one.gift === gift)),
          ),
        name: (gift) => `${minor} of C-${gift.number} go back, ${held}`,
        expects: (model, gift) => refunds(model, gift, { minor, held }),
        does: async (house, gift) =>
          house.does('ben', 'refundContribution', {
            input: {
              id: await house.the('gift', gift.number),
              amount: eur(minor),
              heldIn: held,
              reason: 'Too much',
            },
          }),
      }),
    ),
  fc.tuple(nth, fc.boolean(), fc.boolean()).map(([at, isYes, isOther]) =>
    command<{ gift: Gift; refund: Refund }>({
      of: (model) =>
        pick(
          model.gifts.flatMap((gift) =>
            gift.refunds.filter(({ minor }) => minor > ALONE).map((refund) => ({ gift, refund })),
          ),
          at,
        ),
      name: ({ gift }) =>
        `${isOther ? 'Ana' : 'Ben'} says ${isYes ? 'yes' : 'no'} to what is to go back of C-${gift.number}`,
      expects(model, { refund }) {
        if (!isOther) return 'FORBIDDEN';
        if (refund.state !== 'ASKED') return 'CONFLICT';
        if (isYes) return givesBack(model, refund);
        refund.state = 'DECLINED';
        return 'ok';
      },
      does: async (house, { gift, refund }) =>
        house.does(isOther ? 'ana' : 'ben', 'answerRefund', {
          id: await house.the('refund', gift.number, gift.refunds.indexOf(refund)),
          yes: isYes,
        }),
    }),
  ),
];

/** Nobody waits for a promise longer than sixty days after its day. */
export function giftClock(model: Model): void {
  for (const gift of model.gifts) {
    const isLate = gift.dueOn !== null && gift.dueOn < model.daysAgo(60);
    if (isLate && gift.due > 0n && gift.back(true) === 0n) gift.closed = 'EXPIRED';
  }
}
