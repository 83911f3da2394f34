/** How many people must approve what; amounts are minor units of the fund's currency. */
export interface ApprovalRules {
  readonly bands: readonly { readonly upTo: bigint; readonly approvals: number }[];
  readonly onDecidedLine: { readonly approvals: number };
  readonly by: readonly string[];
  readonly selfApproval: boolean;
  readonly payerMayBeOnlyApprover: boolean;
}

/** An expense as the rule sees it. `duties` are those held now: a lost duty no longer counts. */
export interface ApprovalFacts {
  readonly authorId: string;
  readonly payeeId: string;
  readonly total: bigint;
  /** What is left on the budget line of a decision that it is put on, or null without one. */
  readonly lineLeft: bigint | null;
  readonly approvals: readonly { readonly personId: string; readonly duties: readonly string[] }[];
}

export type ApprovalReason =
  | { readonly code: 'own-expense' }
  | { readonly code: 'no-duty'; readonly by: readonly string[] }
  | { readonly code: 'approved-already' }
  | { readonly code: 'needs-approvals'; readonly missing: number }
  | { readonly code: 'needs-decision'; readonly above: bigint }
  | { readonly code: 'over-line'; readonly left: bigint }
  | { readonly code: 'only-approver' };

/** How many approvals an amount needs, or why no number is enough. */
export function approvalsNeeded(
  rules: ApprovalRules,
  { total, lineLeft }: Pick<ApprovalFacts, 'total' | 'lineLeft'>,
): number | ApprovalReason {
  if (lineLeft !== null)
    return total > lineLeft ? { code: 'over-line', left: lineLeft } : rules.onDecidedLine.approvals;
  const band = rules.bands.find(({ upTo }) => total <= upTo);
  return band ? band.approvals : { code: 'needs-decision', above: rules.bands.at(-1)?.upTo ?? 0n };
}

function counting(rules: ApprovalRules, facts: ApprovalFacts): ApprovalFacts['approvals'] {
  const seen = new Set<string>();
  return facts.approvals.filter(({ personId, duties }) => {
    const isOwn = personId === facts.authorId || personId === facts.payeeId;
    const counts =
      !seen.has(personId) && (!isOwn || rules.selfApproval) && duties.some((duty) => rules.by.includes(duty));
    seen.add(personId);
    return counts;
  });
}

/** What still stands between an expense and its approval; empty when the rule is met. The words are others' work. */
export function unmetApproval(rules: ApprovalRules, facts: ApprovalFacts): ApprovalReason[] {
  const needed = approvalsNeeded(rules, facts);
  if (typeof needed !== 'number') return [needed];
  const missing = needed - counting(rules, facts).length;
  return missing > 0 ? [{ code: 'needs-approvals', missing }] : [];
}

/** Why this person may not approve it, or null. */
export function mayNotApprove(
  rules: ApprovalRules,
  facts: ApprovalFacts,
  actor: { readonly personId: string; readonly duties: readonly string[] },
): ApprovalReason | null {
  const isOwn = actor.personId === facts.authorId || actor.personId === facts.payeeId;
  if (isOwn && !rules.selfApproval) return { code: 'own-expense' };
  if (!actor.duties.some((duty) => rules.by.includes(duty))) return { code: 'no-duty', by: rules.by };
  if (facts.approvals.some(({ personId }) => personId === actor.personId)) return { code: 'approved-already' };
  const needed = approvalsNeeded(rules, facts);
  return typeof needed === 'number' ? null : needed;
}

/** Why this person may not pay it, or null: never the payee, and not the only one who approved it. */
export function mayNotPay(rules: ApprovalRules, facts: ApprovalFacts, payerId: string): ApprovalReason | null {
  if (payerId === facts.payeeId && !rules.selfApproval) return { code: 'own-expense' };
  const approvers = counting(rules, facts).map(({ personId }) => personId);
  const isOnlyApprover = approvers.length > 0 && approvers.every((id) => id === payerId);
  return isOnlyApprover && !rules.payerMayBeOnlyApprover ? { code: 'only-approver' } : null;
}
