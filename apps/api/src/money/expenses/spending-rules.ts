import type { Rulebook } from '#libs/governance';
import type { ApprovalFacts, ApprovalRules } from '#libs/money';
import type { ExpensePage } from './expenses.store.ts';

/** The spending rules of a rulebook in the form of the money core. */
export function approvalRules(rules: Readonly<Record<string, unknown>>): ApprovalRules {
  const { spending } = rules as unknown as Pick<Rulebook, 'spending'>;
  return { ...spending, bands: spending.bands.map(({ upTo, approvals }) => ({ upTo: BigInt(upTo), approvals })) };
}

/** An expense as the rule sees it. Only a line that a decision opened counts as decided. */
export function approvalFacts(page: ExpensePage): ApprovalFacts {
  const isDecided = page.line?.authority_kind === 'DECISION';
  const isBooked = page.state === 'APPROVED' || page.state === 'PAID';
  return {
    authorId: page.author_id,
    payeeId: page.payee_id,
    total: BigInt(page.total),
    lineLeft: isDecided ? BigInt(page.line!.left) + (isBooked ? BigInt(page.total) : 0n) : null,
    approvals: page.approvals.map(({ personId, duties }) => ({ personId, duties })),
  };
}
