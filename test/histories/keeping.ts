import fc from 'fast-check';
import { type Command, command, pick, prefer } from './command.ts';
import { ALONE } from './gifts.ts';
import { eur } from './eur.ts';
import type { Account, Entry, Model, Moves } from './model.ts';
import { francs, picnic } from './opened.ts';

const nth = fc.nat(19);
const amount = fc.bigInt({ min: 1n, max: 4000n });
const paths: Partial<Record<Account, string>> = {
  bank: 'assets:bank:main',
  till: 'assets:cash:till',
  card: 'assets:processor:card',
  shares: 'assets:processor:shares',
};
const reversible = ['CONTRIBUTION', 'SWEEP', 'ALLOCATION', 'RELEASE', 'EXCHANGE', 'CASH_DIFFERENCE', 'RECLASSIFIED'];

/** An entry by hand as it would be booked now. */
interface Booking {
  readonly kind: string;
  readonly moves: Moves;
  readonly weight: bigint;
  readonly after?: (entry: Entry) => void;
}
/** What would be booked, the word of the refusal, or `nothing`. It is asked again where somebody else says yes. */
export type Make = (model: Model) => Booking | string;

function books(model: Model, { kind, moves, weight, after }: Booking): string {
  if (model.isShort(moves)) return 'CONFLICT';
  const entry = model.post(kind, moves, { weight });
  after?.(entry);
  return 'ok';
}

/** Books what somebody keeps by hand, or lets it wait for another where it is heavy. `about`: the entry it is done to once. */
function keeps(model: Model, make: Make, about?: Entry): string {
  if (about && model.requests.some((one) => one.state === 'WAITS' && one.about === about)) return 'CONFLICT';
  const made = make(model);
  if (typeof made === 'string') return made === 'nothing' ? 'ok' : made;
  if (made.weight <= ALONE) return books(model, made);
  model.requests.push({ number: model.requests.length + 1, state: 'WAITS', make, ...(about && { about }) });
  return 'asked';
}

/** Somebody else says yes: the entry is made anew. */
function approves(model: Model, make: Make): string {
  const made = make(model);
  if (typeof made === 'string') return made === 'nothing' ? 'CONFLICT' : made;
  return books(model, made);
}

const isMoved = ({ moved }: Entry): boolean => moved !== undefined && !moved.gone;

/** Whether an entry goes back: never below what has been given back of what it brought, or what the fund has. */
function goesBack(model: Model, entry: Entry): string {
  if (!reversible.includes(entry.kind) || entry.gone || isMoved(entry)) return 'CONFLICT';
  const moves = Object.fromEntries(Object.entries(entry.moves).map(([account, minor]) => [account, -minor])) as Moves;
  if (model.isShort(moves)) return 'CONFLICT';
  const of = model.gifts
    .flatMap((gift) => gift.receipts.map((receipt) => ({ gift, receipt })))
    .find(({ receipt }) => receipt.entry === entry);
  if (of && of.gift.received - of.receipt.minor < of.gift.back(true)) return 'CONFLICT';
  model.takeBack(entry);
  return 'ok';
}

/** What the treasurer keeps by hand: money carried, changed, counted, put under another category, moved between purses, and taken back. */
export const keepingCommands: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(
      fc.constantFrom<Account>('bank', 'till', 'card'),
      fc.constantFrom<Account>('bank', 'till'),
      fc.bigInt({ min: 1n, max: 12_000n }),
      fc.option(fc.bigInt({ min: 1n, max: 300n })),
    )
    .filter(([from, to]) => from !== to)
    .map(([from, to, minor, fee]) =>
      command<Model>({
        of: (model) => (from === 'card' && model.cards.payments.length === 0 ? null : model),
        name: () => `Ben carries ${minor} from the ${from} to the ${to}${fee === null ? '' : `, which costs ${fee}`}`,
        expects: (model) =>
          keeps(model, (now) => {
            const cost = fee ?? 0n;
            if (from !== 'bank' && now.balance(from) < minor + cost) return 'BAD_USER_INPUT amount';
            const moves: Moves = { [from]: -minor - cost, [to]: minor };
            if (cost > 0n) moves[now.bearing('general', cost)] = cost;
            return { kind: 'SWEEP', moves, weight: minor + cost };
          }),
        does: async (house) =>
          house.keeps('moveMoney', {
            groupId: house.groupId,
            fromId: await house.the('account', paths[from]!),
            toId: await house.the('account', paths[to]!),
            amount: eur(minor),
            fee: fee === null ? null : eur(fee),
          }),
      }),
    ),
  fc.tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 12_000n })).map(([isOut, minor]) =>
    command<Model>({
      of: (model) => model,
      name: () => `${minor} go ${isOut ? 'to' : 'from'} the purse of the picnic`,
      expects: (model) =>
        keeps(model, (now) => {
          const from = isOut ? 'general' : 'picnic';
          if (now.available(from) < minor) return 'BAD_USER_INPUT amount';
          const moves: Moves = { [from]: minor, [isOut ? 'picnic' : 'general']: -minor };
          return { kind: isOut ? 'ALLOCATION' : 'RELEASE', moves, weight: minor };
        }),
      does: async (house) =>
        house.keeps('transferBetweenFunds', {
          groupId: house.groupId,
          [isOut ? 'toFundId' : 'fromFundId']: await picnic(house),
          amount: eur(minor),
        }),
    }),
  ),
  fc
    .tuple(fc.bigInt({ min: 1n, max: 8000n }), amount, fc.option(fc.bigInt({ min: 1n, max: 400n })))
    .filter(([gives, gets, fee]) => gets !== gives + (fee ?? 0n))
    .map(([gives, gets, fee]) =>
      command<Model>({
        of: (model) => model,
        name: () => `Ben changes ${gives} for ${gets} francs${fee === null ? '' : `, which costs ${fee}`}`,
        expects: (model) =>
          keeps(model, (now) => {
            const available = now.available('general');
            if (available < gives) return 'BAD_USER_INPUT gives';
            const cost = fee ?? 0n;
            const moves: Moves = { bank: -gives - cost, francs: gets, general: gives, 'general in francs': -gets };
            const bears = available < gives + cost ? 'shortfall' : 'general';
            moves[bears] = (moves[bears] ?? 0n) + cost;
            // It is weighed where more is moved; what is in another currency than the group's always asks.
            return { kind: 'EXCHANGE', moves, weight: gets > gives + cost ? ALONE + 1n : gives + cost };
          }),
        does: async (house) =>
          house.keeps('exchangeMoney', {
            groupId: house.groupId,
            fromId: await house.the('account', 'assets:bank:main'),
            toId: await francs(house),
            gives: eur(gives),
            gets: eur(gets, 'CHF'),
            fee: fee === null ? null : eur(fee),
          }),
      }),
    ),
  fc.tuple(fc.bigInt({ min: 0n, max: 5000n }), fc.boolean()).map(([counted, isSaid]) =>
    command<Model>({
      of: (model) => model,
      name: () => `the till holds ${counted}${isSaid ? '' : ', says nobody why'}`,
      expects: (model) =>
        keeps(model, (now) => {
          const more = counted - now.balance('till');
          if (more === 0n) return 'nothing';
          if (!isSaid) return 'BAD_USER_INPUT note';
          const moves: Moves = { till: more, [now.bearing('general', -more)]: -more };
          return { kind: 'CASH_DIFFERENCE', moves, weight: more < 0n ? -more : more };
        }),
      does: async (house) =>
        house.keeps('countCash', {
          groupId: house.groupId,
          holdingId: await house.the('account', 'assets:cash:till'),
          counted: eur(counted),
          note: isSaid ? 'Found' : '',
        }),
    }),
  ),
  fc.tuple(nth, fc.constantFrom('income.contributions', 'income.other')).map(([at, to]) =>
    command<{ entry: Entry; from: string }>({
      of: (model) => {
        const entry = pick(
          model.entries.filter(({ category }) => category !== undefined),
          at,
        );
        return entry && { entry, from: entry.category! };
      },
      name: ({ entry }) => `Ben puts E-${entry.seq} under ${to}`,
      expects: (model, { entry, from }) =>
        keeps(
          model,
          (now) => {
            if (entry.gone || isMoved(entry)) return 'CONFLICT';
            if (to === from) return 'BAD_USER_INPUT to';
            // Nothing moves: the fund has the same under another name.
            const after = (moved: Entry): void => void (entry.moved = moved);
            return { kind: 'RECLASSIFIED', moves: {}, weight: now.weight(entry), after };
          },
          entry,
        ),
      does: async (house, { entry, from }) =>
        house.keeps('reclassifyEntry', {
          entryId: await house.the('entry', entry.seq),
          from,
          to,
          reason: 'A raffle',
        }),
    }),
  ),
  nth.map((at) =>
    command<Entry>({
      of: (model) =>
        pick(
          model.entries.filter((entry) => model.weight(entry) <= ALONE),
          at,
        ),
      name: (entry) => `Ben takes E-${entry.seq} (${entry.kind}) back`,
      expects: goesBack,
      does: async (house, entry) =>
        house.does('ben', 'reverseEntry', { id: await house.the('entry', entry.seq), reason: 'Typed twice' }),
    }),
  ),
  fc.tuple(nth, fc.constantFrom('yes', 'no', 'own')).map(([at, says]) =>
    command<Model['requests'][number]>({
      of: (model) => prefer(model.requests, at, ({ state }) => state === 'WAITS'),
      name: ({ number }) =>
        says === 'own' ? `Ben says yes to his own request ${number}` : `Ana says ${says} to request ${number}`,
      expects(model, request) {
        if (says === 'own') return 'FORBIDDEN';
        if (request.state !== 'WAITS') return 'CONFLICT';
        const word = says === 'yes' ? approves(model, request.make) : 'ok';
        if (word === 'ok') request.state = says === 'yes' ? 'BOOKED' : 'DECLINED';
        return word;
      },
      does: (house, { number }) =>
        house.does(says === 'own' ? 'ben' : 'ana', says === 'no' ? 'declineEntry' : 'approveEntry', {
          id: house.id(`request ${number}`),
          reason: 'No',
        }),
    }),
  ),
];
