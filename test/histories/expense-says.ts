import fc from 'fast-check';
import { type Command, command, prefer } from './command.ts';
import { leftOn } from './expense-asks.ts';
import { type Expense, books, isMet, mayApprove, stateWord, unbooks } from './expenses.ts';
import type { Model } from './model.ts';
import type { Name } from './town.ts';

const nth = fc.nat(9);

/** A step of one expense by somebody. */
export function step(
  at: number,
  who: Name,
  of: {
    name: string;
    call: string;
    likes: (one: Expense) => boolean;
    args?: (one: Expense) => object;
    does: (model: Model, one: Expense) => string;
  },
): Command {
  return command<Expense>({
    of: (model) => prefer(model.expenses, at, of.likes),
    name: (one) => `${who[0]!.toUpperCase()}${who.slice(1)} ${of.name} X-${one.number}`,
    expects: of.does,
    does: (house, one) => house.does(who, of.call, { id: house.id(`X-${one.number}`), ...of.args?.(one) }),
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
export const expenseSays: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(nth, who).map(([at, by]) =>
    step(at, by, {
      name: 'approves',
      likes: ({ state }) => state === 'SUBMITTED',
      call: 'approveExpense',
      args: ({ revision }) => ({ revision }),
      does: (model, one) => approves(model, one, by),
    }),
  ),
  fc.tuple(nth, who).map(([at, by]) =>
    step(at, by, {
      name: 'takes the approval back of',
      likes: ({ approvals }) => approvals.has(by),
      call: 'unapproveExpense',
      args: () => ({ reason: 'Looked again' }),
      does: (model, one) => unapproves(model, one, by),
    }),
  ),
  nth.map((at) =>
    step(at, 'cleo', {
      name: 'takes back',
      likes: ({ state }) => state === 'APPROVED',
      call: 'recallExpense',
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
      call: 'returnExpense',
      args: () => ({ reason: 'The wrong shop' }),
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
      call: isOut ? 'withdrawExpense' : 'rejectExpense',
      args: () => ({ reason: 'No' }),
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
      call: isHeld ? 'holdExpense' : 'releaseExpense',
      args: () => ({ reason: 'Wait' }),
      does(_, one) {
        if (!one.isOwed) return stateWord(one);
        if (one.isHeld === isHeld) return 'CONFLICT';
        one.isHeld = isHeld;
        return 'ok';
      },
    }),
  ),
];
