import fc from 'fast-check';
import { type Bill, type Settlement, sharers, type Sharer, totalOf } from './bills-model.ts';
import { type Command, command, prefer } from './command.ts';
import { eur } from './eur.ts';
import type { Model } from './model.ts';
import { split } from './opened.ts';

const who = fc.constantFrom(...sharers);
const share = fc.bigInt({ min: 0n, max: 900n });
const nth = fc.nat(9);
const answers = { ARRIVED: 'confirmPayment', MISSING: 'paymentMissing', TAKEN_BACK: 'takeBackPayment' } as const;

/** Whether an answer to a payment is one that its state allows. */
function answered(one: Settlement, next: keyof typeof answers): string {
  if (one.state === next) return 'ok';
  return one.state === 'SAID' || (next === 'ARRIVED' && one.state === 'MISSING') ? 'moves' : 'CONFLICT';
}

/** Bills: added, taken back, paid, confirmed. */
export const billCommands: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(who, share, share, share)
    .filter(([, a, b, c]) => a + b + c > 0n)
    .map(([payer, ana, ben, cleo]) =>
      command<Bill>({
        of: (model) => ({
          name: `bill ${model.bills.all.length + 1}`,
          payer,
          shares: { ana, ben, cleo },
          isUndone: false,
        }),
        name: ({ name }) => `${name}: ${payer} paid ${ana} for Ana, ${ben} for Ben, ${cleo} for Cleo`,
        expects(model, bill) {
          model.bills.all.push(bill);
          model.post('BILL', {});
          return 'ok';
        },
        async does(house, { name, shares }) {
          const input = {
            splitId: await split(house),
            what: name,
            spentOn: house.town.today,
            total: eur(totalOf(shares)),
            payers: [{ personId: house.id(`seat ${payer}`), minor: String(totalOf(shares)) }],
            mode: 'EXACT',
            parts: sharers.map((one) => ({ personId: house.id(`seat ${one}`), value: String(shares[one]) })),
            photos: [],
          };
          const { word, came } = await house.step<{ bills: { id: string; what: string }[] }>(
            'ana',
            'addBill',
            { input },
            '{ bills { id what } }',
          );
          if (came) house.ids.set(name, came.bills.find(({ what }) => what === name)!.id);
          return word;
        },
      }),
    ),
  nth.map((at) =>
    command<Bill>({
      of: (model) => prefer(model.bills.all, at, ({ isUndone }) => !isUndone),
      name: ({ name }) => `Ana takes ${name} back`,
      expects(model, bill) {
        if (bill.isUndone) return 'CONFLICT';
        bill.isUndone = true;
        model.post('REVERSAL', {});
        return 'ok';
      },
      does: (house, { name }) => house.does('ana', 'undoBill', { id: house.id(name), reason: 'Twice' }),
    }),
  ),
  fc
    .tuple(who, who, fc.bigInt({ min: 1n, max: 1500n }))
    .filter(([from, to]) => from !== to)
    .map(([from, to, minor]) =>
      command<Model>({
        of: (model) => (model.bills.all.length > 0 ? model : null),
        name: () => `${from} says to have paid ${to} ${minor}`,
        expects({ bills }) {
          if (minor > bills.most(from, to)) return 'BAD_USER_INPUT amount';
          bills.settlements.push({
            name: `settlement ${bills.settlements.length + 1}`,
            from,
            to,
            minor,
            state: 'SAID',
          });
          return 'ok';
        },
        async does(house, { bills }) {
          const input = {
            splitId: house.id('split'),
            toId: house.id(`seat ${to}`),
            amount: eur(minor),
          };
          const { word, came } = await house.step<{ payments: { id: string }[] }>(
            from,
            'sayPaid',
            { input },
            '{ payments { id } }',
          );
          const known = [...house.ids.values()];
          if (came)
            house.ids.set(
              `settlement ${bills.settlements.length}`,
              came.payments.find(({ id }) => !known.includes(id))!.id,
            );
          return word;
        },
      }),
    ),
  fc
    .tuple(nth, fc.constantFrom('ARRIVED', 'ARRIVED', 'MISSING', 'TAKEN_BACK'), fc.boolean())
    .map(([at, next, isOther]) =>
      command<{ one: Settlement; by: Sharer }>({
        of: (model) => {
          const one = prefer(model.bills.settlements, at, ({ state }) => state === 'SAID');
          if (!one) return null;
          const [theirs, others] = next === 'TAKEN_BACK' ? [one.from, one.to] : [one.to, one.from];
          return { one, by: isOther && at % 2 === 0 ? others : theirs };
        },
        name: ({ one, by }) => `${by} says of ${one.name}: ${next}`,
        expects(model, { one, by }) {
          if (by !== (next === 'TAKEN_BACK' ? one.from : one.to)) return 'FORBIDDEN';
          const word = answered(one, next);
          if (word !== 'moves') return word;
          one.state = next;
          if (next === 'ARRIVED') model.post('BILL_SETTLED', {});
          return 'ok';
        },
        does: (house, { one, by }) => house.does(by, answers[next], { id: house.id(one.name) }),
      }),
    ),
];
