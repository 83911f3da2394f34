import fc from 'fast-check';
import { key } from '../support/people.ts';
import { type Command, command, pick, prefer } from './command.ts';
import { daysAfter } from './days.ts';
import { Expense, books, isMet, last, leftFor, mayApprove, stateWord, unbooks } from './expenses.ts';
import { eur } from './eur.ts';
import type { House } from './house.ts';
import type { Line } from './lines.ts';
import type { Model, Moves } from './model.ts';
import type { Name } from './town.ts';

const nth = fc.nat(9);
const total = fc.oneof(
  { weight: 9, arbitrary: fc.bigInt({ min: 1n, max: 6000n }) },
  { weight: 1, arbitrary: fc.bigInt({ min: 49_000n, max: 51_000n }) },
);

interface Asked {
  readonly one: Expense;
  readonly again: Expense | null;
}

/** What is known to be refused is refused before anybody looks at it. */
function hands(model: Model, { one, again }: Asked): string {
  const { line, advance } = one;
  if (line && line.decision === null) return 'BAD_USER_INPUT budgetLineId';
  if (advance && advance.out <= 0n) return 'BAD_USER_INPUT advanceId';
  const held = advance && advance.line === line ? advance.out : 0n;
  if (line && one.total > (line.isOpen ? leftOn(model, line) + held : 0n)) return 'LineSpent';
  if (!line && one.total > 50_000n) return 'needs-decision';
  if (!again) model.expenses.push(one);
  else {
    if (again.state !== 'RETURNED') return 'CONFLICT';
    again.total = one.total;
    again.state = 'SUBMITTED';
    again.revision += 1;
    again.approvals = new Set();
  }
  return 'ok';
}

const leftOn = (model: Model, line: Line): bigint => leftFor(model, new Expense(0, true, 0n, 'general', line, null));

async function handsIn(house: House, { one, again }: Asked): Promise<string> {
  const { today } = house.town;
  const { word, id } = await house.expense('cleo', 'submitExpense(input: $input)', '$input: SubmitExpenseInput!', {
    input: {
      ...(again ? { id: house.id(`X-${again.number}`) } : {}),
      groupId: house.groupId,
      type: one.isAdvance ? 'ADVANCE' : 'RECEIPT',
      title: 'Food',
      category: 'food',
      items: [{ what: 'Food', spentOn: today, amount: eur(one.total) }],
      receipts: one.isAdvance ? [] : [await house.receipt('cleo')],
      dueOn: one.isAdvance ? daysAfter(today, 14) : null,
      fundId: one.fund === 'picnic' ? await house.picnic() : null,
      budgetLineId: one.line && (await house.line(one.line.name)),
      advanceId: one.advance && house.id(`X-${one.advance.number}`),
      idempotencyKey: key(),
    },
  });
  if (id) house.ids.set(`X-${again?.number ?? one.number}`, id);
  return word;
}

const what = ({ isAdvance, total: minor, line, advance, fund }: Expense): string =>
  `${minor}${isAdvance ? ' before she spends it' : ''}${line ? ` on line ${line.name}` : fund === 'picnic' ? ' of the picnic' : ''}${advance ? ` against X-${advance.number}` : ''}`;

/** Expenses and advances are asked for, and handed in again where they were sent back. */
const asking: readonly fc.Arbitrary<Command>[] = [
  fc
    .tuple(total, fc.constantFrom('line', 'line', 'general', 'picnic'), nth, fc.nat(2), fc.boolean())
    .map(([minor, place, at, kind, against]) =>
      command<Asked>({
        of: (model) => {
          const line =
            place === 'line'
              ? prefer(model.lines, at, (it) => it.isOpen && it.decision !== null && leftOn(model, it) >= minor)
              : null;
          const number = model.expenses.length + 1;
          const isAdvance = kind === 0 && line !== null;
          const open = prefer(
            model.expenses.filter(({ isAdvance: is }) => is),
            at,
            ({ out }) => out > 0n,
          );
          const advance = against && !isAdvance && place !== 'picnic' ? open : null;
          return {
            one: new Expense(
              number,
              isAdvance,
              minor,
              place === 'picnic' ? 'picnic' : 'general',
              advance ? (at % 2 ? advance.line : line) : line,
              advance,
            ),
            again: null,
          };
        },
        name: ({ one }) => `Cleo asks for ${what(one)}: X-${one.number}`,
        expects: hands,
        does: handsIn,
      }),
    ),
  fc.tuple(nth, total).map(([at, minor]) =>
    command<Asked>({
      of: (model) => {
        const again = prefer(model.expenses, at, ({ state }) => state === 'RETURNED');
        return again && { again, one: new Expense(0, again.isAdvance, minor, again.fund, again.line, again.advance) };
      },
      name: ({ one, again }) => `Cleo hands X-${again!.number} in again, for ${what(one)}`,
      expects: hands,
      does: handsIn,
    }),
  ),
];

/** A step of one expense by somebody. */
function step(
  at: number,
  who: Name,
  of: {
    name: string;
    call: string;
    likes: (one: Expense) => boolean;
    args?: string;
    input?: (house: House, one: Expense) => object;
    does: (model: Model, one: Expense) => string;
  },
): Command {
  return command<Expense>({
    of: (model) => prefer(model.expenses, at, of.likes),
    name: (one) => `${who[0]!.toUpperCase()}${who.slice(1)} ${of.name} X-${one.number}`,
    expects: of.does,
    does: async (house, one) => {
      const variables = { id: house.id(`X-${one.number}`), ...of.input?.(house, one) };
      return (await house.expense(who, of.call, `$id: ID!${of.args ?? ''}`, variables)).word;
    },
  });
}

function approves(model: Model, one: Expense, who: Name): string {
  if (one.state !== 'SUBMITTED') return stateWord(one);
  const may = mayApprove(model, one, who);
  if (may !== 'ok') return may;
  one.approvals.add(who);
  const { met, restsOn } = isMet(model, one);
  const word = met ? books(model, one, restsOn) : 'ok';
  if (word !== 'ok') one.approvals.delete(who);
  return word;
}

function unapproves(model: Model, one: Expense, who: Name): string {
  if ((one.state !== 'SUBMITTED' && one.state !== 'APPROVED') || one.waived > 0n) return stateWord(one);
  if (!one.approvals.delete(who)) return 'FORBIDDEN';
  if (one.state === 'APPROVED' && !isMet(model, one).met) unbooks(model, one, 'SUBMITTED');
  return 'ok';
}

/** What was set against an advance goes back to its author: the money is out again, where its line has the room. */
function unsettles(model: Model, one: Expense): string {
  const { settled, advance } = one;
  const isPaid = one.state === 'PAID' || one.state === 'PARTLY_PAID';
  if (!isPaid || !settled || settled.minor !== one.paid || one.waived > 0n) return stateWord(one);
  const line = advance!.line!;
  const room = leftOn(model, line) + (one.line === line ? one.total : 0n);
  if (!line.isOpen || room < settled.minor) return 'CONFLICT';
  model.takeBack(settled.entry);
  one.paid = 0n;
  one.settled = null;
  unbooks(model, one, 'RETURNED');
  one.approvals = new Set();
  advance!.shown -= settled.minor;
  return 'ok';
}

const who = fc.constantFrom<Name>('ana', 'ana', 'ben', 'ben', 'dan', 'dan', 'cleo');

/** What others say to an expense, and what its author takes back. */
const saying: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(nth, who).map(([at, by]) =>
    step(at, by, {
      name: 'approves',
      likes: ({ state }) => state === 'SUBMITTED',
      call: 'approveExpense(id: $id, revision: $revision)',
      args: ', $revision: Int!',
      input: (_, { revision }) => ({ revision }),
      does: (model, one) => approves(model, one, by),
    }),
  ),
  fc.tuple(nth, who).map(([at, by]) =>
    step(at, by, {
      name: 'takes the approval back of',
      likes: ({ approvals }) => approvals.has(by),
      call: 'unapproveExpense(id: $id, reason: "Looked again")',
      does: (model, one) => unapproves(model, one, by),
    }),
  ),
  nth.map((at) =>
    step(at, 'cleo', {
      name: 'takes back',
      likes: ({ state }) => state === 'APPROVED',
      call: 'recallExpense(id: $id)',
      does(model, one) {
        if ((one.state !== 'SUBMITTED' && one.state !== 'APPROVED') || one.waived > 0n) return stateWord(one);
        unbooks(model, one, 'RETURNED');
        one.approvals = new Set();
        return 'ok';
      },
    }),
  ),
  nth.map((at) =>
    step(at, 'ana', {
      name: 'sends back',
      likes: ({ settled }) => settled !== null,
      call: 'returnExpense(id: $id, reason: "The wrong shop")',
      does(model, one) {
        if (one.state !== 'SUBMITTED') return unsettles(model, one);
        unbooks(model, one, 'RETURNED');
        one.approvals = new Set();
        return 'ok';
      },
    }),
  ),
  fc.tuple(nth, fc.boolean()).map(([at, isOut]) =>
    step(at, isOut ? 'cleo' : 'ana', {
      name: isOut ? 'withdraws' : 'rejects',
      likes: ({ state }) => state === 'RETURNED',
      call: isOut ? 'withdrawExpense(id: $id)' : 'rejectExpense(id: $id, reason: "No")',
      does(model, one) {
        if (one.state !== 'SUBMITTED' && !(isOut && one.state === 'RETURNED')) return stateWord(one);
        unbooks(model, one, isOut ? 'WITHDRAWN' : 'REJECTED');
        one.approvals = new Set();
        return 'ok';
      },
    }),
  ),
  fc.tuple(nth, fc.boolean()).map(([at, isHeld]) =>
    step(at, 'ana', {
      name: isHeld ? 'holds' : 'releases',
      likes: (one) => one.isOwed && one.isHeld !== isHeld,
      call: `${isHeld ? 'hold' : 'release'}Expense(id: $id, reason: "Wait")`,
      does(_, one) {
        if (!one.isOwed) return stateWord(one);
        if (one.isHeld === isHeld) return 'CONFLICT';
        one.isHeld = isHeld;
        return 'ok';
      },
    }),
  ),
];

/** What is paid, comes back, is let go of, or is given back of an advance. */
const paying: readonly fc.Arbitrary<Command>[] = [
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
        does: async (house, { one, day }) =>
          (
            await house.expense('ben', 'payExpense(id: $id, input: $input)', '$id: ID!, $input: PayExpenseInput', {
              id: house.id(`X-${one.number}`),
              input: {
                amount: part === null ? null : eur(part),
                day,
                fee: fee === null ? null : eur(fee),
                idempotencyKey: key(),
              },
            })
          ).word,
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
        (
          await house.expense('ben', 'returnPayment(input: $input)', '$input: ReturnPaymentInput!', {
            input: {
              expenseId: house.id(`X-${one.number}`),
              paymentId: await house.payment(`X-${one.number}`, one.payments.indexOf(payment)),
              amount: part === null ? null : eur(part),
              reason: 'Account closed',
            },
          })
        ).word,
    }),
  ),
  nth.map((at) =>
    step(at, 'cleo', {
      name: 'lets go of',
      likes: ({ isOwed }) => isOwed,
      call: 'waiveExpense(id: $id)',
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
        (
          await house.expense('ben', 'noteAdvanceBack(input: $input)', '$input: AdvanceBackInput!', {
            input: {
              expenseId: house.id(`X-${one.number}`),
              amount: eur(minor),
              receipts: [await house.receipt('ben')],
              idempotencyKey: key(),
            },
          })
        ).word,
    }),
  ),
];

/** The life of expenses and advances, step by step. */
export const expenseCommands: readonly fc.Arbitrary<Command>[] = [...asking, ...asking, ...saying, ...paying];
