import fc from 'fast-check';
import { type Command, command, prefer } from './command.ts';
import { type Due, payers, RULE } from './dues-model.ts';
import { eur } from './eur.ts';
import type { House } from './house.ts';
import type { Model } from './model.ts';
import { daysPass } from './passing.ts';

const nth = fc.nat(9);
const idOf = (house: House, { who, period }: Due): Promise<string> => house.the('due', house.town.ids[who], period);
const owed = (due: Due): boolean => due.owed() > 0n;

/** Dues: paid in time and late, in part and by a value date of before, waived, given back; and the days between. */
export const duesCommands: readonly fc.Arbitrary<Command>[] = [
  ...[1, 2].map(() =>
    fc.tuple(nth, fc.option(fc.bigInt({ min: 1n, max: 1000n })), fc.nat(45)).map(([at, part, ago]) =>
      command<{ due: Due; on: string; minor: bigint }>({
        of: (model) => {
          const due = prefer(model.dues!.all, at, owed);
          return due && { due, on: model.daysAgo(ago > 25 ? ago : 0), minor: part ?? due.owed() };
        },
        name: ({ due, on, minor }) => `${due.who} pays ${minor} of ${due.period} on ${on}`,
        expects(model, { due, on, minor }) {
          if (due.refunded > 0n || due.received() >= due.pledged) return 'CONFLICT';
          if (minor <= 0n) return 'BAD_USER_INPUT amount';
          if (model.isClosed(on)) return 'BAD_USER_INPUT receivedOn';
          const entry = model.post('CONTRIBUTION', { bank: minor, general: -minor }, { on });
          due.receipts.push({ entry, minor, on });
          model.dues!.follows(due, model.today);
          return 'ok';
        },
        does: async (house, { due, on, minor }) =>
          house.does('ben', 'confirmContribution', {
            input: { id: await idOf(house, due), amount: minor > 0n ? eur(minor) : null, receivedOn: on },
          }),
      }),
    ),
  ),
  fc.tuple(nth, fc.boolean()).map(([at, isOwn]) =>
    command<Due>({
      of: (model) => prefer(model.dues!.all, at, owed),
      name: (due) => `${isOwn ? due.who : 'Ben'} sets ${due.who} free of ${due.period}`,
      expects(model, due) {
        if (isOwn) return 'FORBIDDEN';
        if (due.owed() === 0n) return 'CONFLICT';
        due.closedOn = model.today;
        model.dues!.follows(due, model.today);
        return 'ok';
      },
      does: async (house, due) =>
        house.does(isOwn ? due.who : 'ben', 'waiveDues', { id: await idOf(house, due), reason: 'Laid off' }),
    }),
  ),
  fc.tuple(nth, fc.bigInt({ min: 1n, max: 700n })).map(([at, minor]) =>
    command<Due>({
      of: (model) => prefer(model.dues!.all, at, (due) => due.received() > due.refunded),
      name: (due) => `${minor} of ${due.period} go back to ${due.who}`,
      expects(model, due) {
        const left = due.received() - due.refunded;
        if (left <= 0n) return 'CONFLICT';
        if (minor > left) return 'BAD_USER_INPUT amount';
        model.post('REFUND', { bank: -minor, general: minor });
        due.refunds.push({ minor, on: model.today });
        return 'ok';
      },
      does: async (house, due) =>
        house.does('ben', 'refundContribution', {
          input: { id: await idOf(house, due), amount: eur(minor), reason: 'Too much' },
        }),
    }),
  ),
  fc.tuple(fc.constantFrom(...payers), fc.bigInt({ min: 250n, max: 1000n })).map(([who, minor]) =>
    command<Model>({
      of: (model) => model,
      name: () => `${who} chooses to give ${minor} a month`,
      expects({ dues }) {
        const member = dues!.members[who];
        if (member.standing !== 'member' || member.isOver) return 'FORBIDDEN';
        if (minor < RULE.least || minor > RULE.most) return 'BAD_USER_INPUT amount';
        member.step = minor;
        for (const due of dues!.of(who)) if (due.closedOn === null && due.received() === 0n) due.pledged = minor;
        return 'ok';
      },
      does: (house) => house.does(who, 'chooseDues', { groupId: house.groupId, amount: eur(minor) }),
    }),
  ),
  ...[1, 2].map(() => daysPass(1, 3, 12, 14, 17, 31, 50, 95)),
];

/** What mornings bring, in the order of the product. */
export function duesClock(model: Model): void {
  model.dues?.ask(model.today);
  model.dues?.look(model.today);
}
