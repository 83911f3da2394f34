import fc from 'fast-check';
import type { Message } from '../support/fake-processor.ts';
import { type Command, command, pick, prefer } from './command.ts';
import { arrives, type Gift, newGift, type Refund } from './gifts.ts';
import type { House } from './house.ts';
import type { Entry, Model } from './model.ts';

/** A payment that came by card, in the order of coming. */
export interface Payment {
  readonly name: string;
  readonly gift: Gift;
  readonly minor: bigint;
  readonly disputes: { readonly name: string; readonly refund: Refund }[];
}

/** What cards have brought and taken, and what the treasurer is asked about. */
export interface Cards {
  readonly payments: Payment[];
  readonly payouts: { readonly name: string; readonly entry: Entry }[];
  readonly cases: { readonly name: string; readonly take: ((model: Model) => void) | null; isOpen: boolean }[];
}

const DISPUTE = 1500n;
const feeOf = (minor: bigint): bigint => BigInt(Math.round(Number(minor) * 0.015) + 25);
const nth = fc.nat(9);
const amount = fc.bigInt({ min: 1n, max: 5000n });

/** What the processor keeps or takes back: of the fund, or of the shortfall where that is short. */
function takes(model: Model, kind: string, minor: bigint): Entry {
  return model.post(kind, { card: -minor, [model.bearing('general', minor)]: minor });
}

function isPaid(model: Model, gift: Gift, of: { name: string; minor: bigint }): void {
  arrives(model, gift, { minor: of.minor, into: 'card' });
  model.cards.payments.push({ ...of, gift, disputes: [] });
}

/** What goes back by the processor's own word; null where that is more than is there. */
function backOf(model: Model, payment: Payment, minor: bigint): Refund | null {
  const { gift } = payment;
  if (minor > gift.left) return null;
  const refund: Refund = { minor, held: 'CARD', state: 'BOOKED', entry: takes(model, 'REFUND', minor) };
  gift.refunds.push(refund);
  return refund;
}

function asks(model: Model, take: ((model: Model) => void) | null = null): void {
  model.cards.cases.push({ name: `case ${model.cards.cases.length + 1}`, take, isOpen: true });
}

/** Delivers messages in an order, each as often as is said. */
async function hears(
  house: House,
  messages: readonly Message[],
  of: { twice: boolean; backwards: boolean },
): Promise<void> {
  const ordered = of.backwards ? messages.toReversed() : messages;
  for (const message of of.twice ? ordered.flatMap((one) => [one, one]) : ordered) {
    const status = await house.town.fake.deliver(message);
    if (status !== 200) throw new Error(`the word of the processor was answered with ${status}`);
  }
}

/** Cards: paid, charged for, given back, disputed, paid out; messages come in any order and more than once. */
export const cardCommands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(nth, fc.boolean(), fc.boolean(), fc.integer({ min: -5, max: 1 })).map(([at, twice, backwards, off]) =>
    command<{ gift: Gift; due: bigint; n: number }>({
      of: (model) => {
        const gift = prefer(
          model.gifts.filter(({ pledged }) => pledged > 0n),
          at,
          ({ due }) => due > 0n,
        );
        return gift && { gift, due: gift.due, n: model.cards.payments.length + model.cards.cases.length + 1 };
      },
      name: ({ gift }) =>
        `Cleo pays C-${gift.number} by card${off === 1 ? ', one too much' : ''}${twice ? ', said twice' : ''}${backwards ? ', fee last' : ''}`,
      expects(model, { gift, due, n }) {
        if (due === 0n) return 'CONFLICT';
        const of = { name: `payment ${n}`, minor: off === 1 ? due + 1n : due };
        if (off === 1) asks(model, (later) => isPaid(later, newGift(later, 0n), of));
        else {
          isPaid(model, gift, of);
          takes(model, 'PROCESSOR_FEE', feeOf(of.minor));
        }
        return 'ok';
      },
      async does(house, { gift, due, n }) {
        const of = { contributionId: await house.the('gift', gift.number) };
        const { word, came } = await house.step<{ url: string }>('cleo', 'payByCard', of, '{ url }');
        if (!came) return word;
        const session = came.url.split('/').at(-1)!;
        const { fake } = house.town;
        const said = off === 1 ? fake.pay(session, Number(due) + 1).slice(1) : fake.pay(session, Number(due));
        await hears(house, said, { twice, backwards });
        house.ids.set(`payment ${n}`, fake.sessions.get(session)!.payment_intent!);
        return word;
      },
    }),
  ),
  fc.tuple(nth, amount, fc.boolean()).map(([at, minor, twice]) =>
    command<Payment>({
      of: (model) => pick(model.cards.payments, at),
      name: ({ name }) => `the processor gives ${minor} of ${name} back`,
      expects(model, payment) {
        if (!backOf(model, payment, minor)) asks(model);
        return 'ok';
      },
      async does(house, { name }) {
        const message = house.town.fake.giveBack(house.id(name), Number(minor));
        await hears(house, [message], { twice, backwards: false });
        return 'ok';
      },
    }),
  ),
  fc.tuple(nth, amount).map(([at, minor]) =>
    command<{ payment: Payment; n: number }>({
      of: (model) => {
        const payment = pick(model.cards.payments, at);
        return payment && { payment, n: payment.disputes.length + 1 };
      },
      name: ({ payment }) => `the bank of the card takes ${minor} of ${payment.name} back`,
      expects(model, { payment, n }) {
        if (minor > payment.gift.left) {
          asks(model);
          return 'ok';
        }
        takes(model, 'PROCESSOR_FEE', DISPUTE);
        payment.disputes.push({ name: `dispute ${n} of ${payment.name}`, refund: backOf(model, payment, minor)! });
        return 'ok';
      },
      async does(house, { payment, n }) {
        const { lost, won } = house.town.fake.dispute(house.id(payment.name), Number(minor));
        await hears(house, [lost], { twice: true, backwards: false });
        house.won.set(`dispute ${n} of ${payment.name}`, won);
        return 'ok';
      },
    }),
  ),
  nth.map((at) =>
    command<Payment['disputes'][number]>({
      of: (model) =>
        pick(
          model.cards.payments.flatMap(({ disputes }) => disputes),
          at,
        ),
      name: ({ name }) => `${name} is won`,
      expects(model, { refund }) {
        if (!refund.entry!.gone) model.takeBack(refund.entry!);
        return 'ok';
      },
      async does(house, { name }) {
        await hears(house, [house.won.get(name)!()], { twice: true, backwards: false });
        return 'ok';
      },
    }),
  ),
  fc.bigInt({ min: 1n, max: 3000n }).map((minor) =>
    command<string>({
      of: (model) => `payout ${model.cards.payouts.length + 1}`,
      name: () => `the processor pays ${minor} out`,
      expects(model, name) {
        const { payouts } = model.cards;
        const isHand = (one: Entry): boolean =>
          one.kind === 'SWEEP' &&
          !one.gone &&
          one.moves.card === -minor &&
          payouts.every(({ entry }) => entry !== one) &&
          Math.abs(Date.parse(one.on) - Date.parse(model.today)) <= 7 * 86_400_000;
        const known = model.entries.filter(isHand);
        const entry = known.length === 1 ? known[0]! : model.post('SWEEP', { card: -minor, bank: minor });
        payouts.push({ name, entry });
        return 'ok';
      },
      async does(house, name) {
        const { paid, failed } = house.town.fake.payOut(Number(minor));
        await hears(house, [paid], { twice: true, backwards: false });
        house.won.set(name, failed);
        return 'ok';
      },
    }),
  ),
  nth.map((at) =>
    command<Cards['payouts'][number]>({
      of: (model) => pick(model.cards.payouts, at),
      name: ({ name }) => `${name} comes back`,
      expects(model, { entry }) {
        if (!entry.gone) model.takeBack(entry);
        return 'ok';
      },
      async does(house, { name }) {
        await hears(house, [house.won.get(name)!()], { twice: true, backwards: false });
        return 'ok';
      },
    }),
  ),
  fc.tuple(nth, fc.constantFrom('SEEN', 'TAKE')).map(([at, answer]) =>
    command<Cards['cases'][number]>({
      of: (model) => prefer(model.cards.cases, at, ({ isOpen }) => isOpen),
      name: ({ name }) => `Ben answers ${name} with ${answer}`,
      expects(model, one) {
        if (!one.isOpen) return 'CONFLICT';
        if (answer === 'TAKE' && !one.take) return 'BAD_USER_INPUT answer';
        one.isOpen = false;
        if (answer === 'TAKE') one.take!(model);
        return 'ok';
      },
      async does(house, { name }) {
        const id = await house.the('case', Number(name.split(' ')[1]) - 1);
        return house.does('ben', 'answerCard', { input: { id, answer, note: 'Looked' } });
      },
    }),
  ),
];
