import type { Leg } from './postings.ts';
import type { ExpenseState } from './state.ts';

/** What decides where an advance stands. Amounts are minor units of its one currency; days as `2026-03-31`. */
export interface AdvanceFacts {
  readonly state: ExpenseState;
  readonly total: bigint;
  /** What the person let go of before it was paid. */
  readonly waived: bigint;
  /** Paid out and not come back from the bank. */
  readonly paid: bigint;
  /** What approved receipts were set against it. */
  readonly cleared: bigint;
  /** What the person gave back. */
  readonly handedBack: bigint;
  /** The last day for receipts and what is left. */
  readonly dueOn: string;
  readonly today: string;
}

/** `ended`: nothing was paid and nothing will be. */
export type AdvanceStanding = 'draft' | 'asked' | 'to-pay' | 'out' | 'overdue' | 'settled' | 'ended';

type Moved = Pick<AdvanceFacts, 'paid' | 'cleared' | 'handedBack'>;

/** What somebody holds of the group's money: paid, and neither shown by receipts nor given back. */
export function advanceOut({ paid, cleared, handedBack }: Moved): bigint {
  return paid - cleared - handedBack;
}

/** What an approved advance keeps free for itself on its budget line: all of it that has not become an expense or come back. */
export function advanceHeld({
  total,
  waived,
  cleared,
  handedBack,
}: Omit<AdvanceFacts, 'state' | 'paid' | 'dueOn' | 'today'>): bigint {
  return total - waived - cleared - handedBack;
}

/** Where an advance stands (money.md 7). It is overdue from the day after its due day on, while anything of it is out. */
export function advanceStanding(facts: AdvanceFacts): AdvanceStanding {
  return unpaid[facts.state] ?? standingOfPaid(facts);
}

const unpaid: Partial<Record<ExpenseState, AdvanceStanding>> = {
  DRAFT: 'draft',
  RETURNED: 'draft',
  SUBMITTED: 'asked',
  REJECTED: 'ended',
  WITHDRAWN: 'ended',
};

function standingOfPaid(facts: AdvanceFacts): AdvanceStanding {
  if (advanceOut(facts) > 0n) return facts.dueOn < facts.today ? 'overdue' : 'out';
  if (facts.paid + facts.waived < facts.total) return 'to-pay';
  return facts.paid > 0n ? 'settled' : 'ended';
}

/** How much of an expense is settled by an advance: as much as is out, and no more than the expense. */
export function clearedOf(expense: bigint, out: bigint): bigint {
  return expense < out ? expense : out > 0n ? out : 0n;
}

/**
 * Whether receipts that were set against an advance can be sent back once more: nothing but the advance has paid them, and nothing of them was
 * let go of. The money is out again then, and the debt is gone.
 */
export function mayUnsettle(of: {
  readonly state: ExpenseState;
  readonly paid: bigint;
  readonly waived: bigint;
  readonly settled: bigint | null;
}): boolean {
  const isPaid = of.state === 'PAID' || of.state === 'PARTLY_PAID';
  return isPaid && of.settled !== null && of.settled === of.paid && of.waived === 0n;
}

/** ADVANCE: money leaves an account and somebody holds it for the group. The fund keeps it; only a fee of the bank is spent. */
export function advancePaidPostings(currency: string, { minor, fee }: { minor: bigint; fee: bigint }): Leg[] {
  return real([
    { account: 'holding', currency, amount: -minor },
    { account: 'receivable', currency, amount: minor },
    { account: 'holding', currency, amount: -fee },
    { account: 'fund', currency, amount: fee, category: 'expense.payment-fees', isFact: true },
  ]);
}

/** ADVANCE_CLEARED: what an approved expense owes its payee is what they held already. */
export function advanceClearedPostings(currency: string, minor: bigint): Leg[] {
  return [
    { account: 'receivable', currency, amount: -minor },
    { account: 'payable', currency, amount: minor },
  ];
}

/** ADVANCE_RETURNED, or a payment of an advance that never arrived: it lies in an account again, less what was `lost` on the way. */
export function advanceBackPostings(currency: string, { minor, lost }: { minor: bigint; lost: bigint }): Leg[] {
  return real([
    { account: 'receivable', currency, amount: -minor },
    { account: 'holding', currency, amount: minor - lost },
    { account: 'fund', currency, amount: lost, category: 'expense.payment-fees', isFact: true },
  ]);
}

function real(legs: readonly Leg[]): Leg[] {
  return legs.filter(({ amount }) => amount !== 0n);
}
