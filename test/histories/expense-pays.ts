import fc from 'fast-check';
import { type Command, command, pick, prefer } from './command.ts';
import { step } from './expense-says.ts';
import { type Expense, last, stateWord } from './expenses.ts';
import { eur } from './eur.ts';
import type { Moves } from './model.ts';

const nth = fc.nat(9);

/** What is paid, comes back, is let go of, or is given back of an advance. */
export const expensePays: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(nth, fc.option(fc.bigInt({ min: 1n, max: 4000n })), fc.nat(50), fc.option(fc.bigInt({ min: 1n, max: 200n })))
    .map(([at, part, ago, fee]) =>
      command<{ one: Expense; day: string }>({
        of: (model) => {
          const one = prefer(model.expenses, at, ({ isOwed }) => isOwed);
          return one && { one, day: model.daysAgo(ago > 30 ? ago : 0) };
        },
        name: ({ one, day }) =>
          `Ben pays ${part ?? 'all'} of X-${one.number} on ${day}${fee === null ? '' : `, which costs ${fee}`}`,
        expects(model, { one, day }) {
          if (!one.isOwed) return stateWord(one);
          if (one.approvals.size > 0 && [...one.approvals].every((by) => by === 'ben')) return 'only-approver';
          if (one.isHeld) return 'on-hold';
          const minor = part ?? one.owed;
          if (minor > one.owed) return 'BAD_USER_INPUT amount';
          if (model.isClosed(day)) return 'period-closed';
          const moves: Moves = { bank: -minor - (fee ?? 0n), [one.owedTo]: minor };
          if (fee !== null) moves[model.bearing(one.fund, fee)] = fee;
          model.post(one.isAdvance ? 'ADVANCE' : 'EXPENSE_PAID', moves, { on: day });
          one.payments.push({ minor, returned: 0n });
          one.paid += minor;
          one.moneyState();
          return 'ok';
        },
        does: (house, { one, day }) =>
          house.does('ben', 'payExpense', {
            id: house.id(`X-${one.number}`),
            input: { amount: part === null ? null : eur(part), day, fee: fee === null ? null : eur(fee) },
          }),
      }),
    ),
  fc.tuple(nth, nth, fc.option(fc.bigInt({ min: 1n, max: 3000n }))).map(([at, nthPayment, part]) =>
    command<{ one: Expense; payment: NonNullable<ReturnType<typeof last>> }>({
      of: (model) => {
        const one = pick(
          model.expenses.filter(({ payments }) => payments.length > 0),
          at,
        );
        return one && { one, payment: last(one, nthPayment)! };
      },
      name: ({ one }) => `${part ?? 'all'} of a payment of X-${one.number} comes back`,
      expects(model, { one, payment }) {
        if (one.state !== 'PARTLY_PAID' && one.state !== 'PAID') return stateWord(one);
        const whole = payment.minor - payment.returned;
        const left = one.isAdvance && one.out < whole ? one.out : whole;
        const minor = part ?? left;
        if (minor <= 0n || minor > left) return 'BAD_USER_INPUT amount';
        model.post('PAYMENT_RETURNED', { bank: minor, [one.owedTo]: -minor });
        payment.returned += minor;
        one.paid -= minor;
        one.moneyState();
        return 'ok';
      },
      does: async (house, { one, payment }) =>
        house.does('ben', 'returnPayment', {
          input: {
            expenseId: house.id(`X-${one.number}`),
            paymentId: await house.the('payment', one.number, one.payments.indexOf(payment)),
            amount: part === null ? null : eur(part),
            reason: 'Account closed',
          },
        }),
    }),
  ),
  nth.map((at) =>
    step(at, 'cleo', {
      name: 'lets go of',
      likes: ({ isOwed }) => isOwed,
      call: 'waiveExpense',
      does(model, one) {
        if (!one.isOwed) return stateWord(one);
        const rest = one.owed;
        if (!one.isAdvance) {
          model.post('EXPENSE_WAIVED', { payable: rest, [one.fund]: -rest });
          if (one.line) one.line.spent -= rest;
        }
        if (one.use) {
          one.use.givenBack += rest;
          one.use.authority.used -= rest;
        }
        one.waived += rest;
        one.moneyState();
        return 'ok';
      },
    }),
  ),
  fc.tuple(nth, fc.bigInt({ min: 1n, max: 3000n })).map(([at, minor]) =>
    command<Expense>({
      of: (model) =>
        prefer(
          model.expenses.filter(({ isAdvance }) => isAdvance),
          at,
          ({ out }) => out > 0n,
        ),
      name: (one) => `Cleo gives ${minor} of X-${one.number} back`,
      expects(model, one) {
        if (one.out <= 0n) return stateWord(one);
        if (minor > one.out) return 'BAD_USER_INPUT amount';
        model.post('ADVANCE_RETURNED', { bank: minor, receivable: -minor });
        one.handedBack += minor;
        return 'ok';
      },
      does: async (house, one) =>
        house.does('ben', 'noteAdvanceBack', {
          input: { expenseId: house.id(`X-${one.number}`), amount: eur(minor), receipts: [await house.receipt('ben')] },
        }),
    }),
  ),
];
