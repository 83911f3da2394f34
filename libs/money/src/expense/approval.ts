import type { ExpenseState } from './state.ts';

/** Up to an amount so many people are enough; `by` where other duties than usual may do it. */
export interface Band {
  readonly upTo: bigint;
  readonly approvals: number;
  readonly by?: readonly string[] | undefined;
}

/** Who must approve what (money.md 6); amounts are minor units of the fund's currency. No band: only a decision of the group frees money. */
export interface ApprovalRules {
  readonly bands: readonly Band[];
  readonly onDecidedLine: { readonly approvals: number; readonly by?: readonly string[] | undefined };
  readonly by: readonly string[];
  /** How much may be booked for one payee within so many days without a decision. */
  readonly caps: readonly { readonly days: number; readonly max: bigint }[];
  /** Hours between approval and payment in which others can still put it on hold. */
  readonly coolingHours: number;
  readonly selfApproval: boolean;
  readonly payerMayBeOnlyApprover: boolean;
}

export interface Holder {
  readonly personId: string;
  readonly duties: readonly string[];
}

/** What a decision of the group lets somebody approve alone, as far as it covers an expense. Amounts are minor units of the fund's currency. */
export interface SpendingAuthority {
  readonly id: string;
  /** Who holds it, themselves or by their duty; by name, too. */
  readonly personIds: readonly string[];
  readonly who: string;
  /** What it was given for, and the number of the decision that gave it. */
  readonly what: string;
  readonly decision: number;
  readonly ceiling: bigint;
  readonly each: bigint;
  /** Of the ceiling, without what this expense itself has taken of it. */
  readonly left: bigint;
}

/** An expense as the rule sees it. Instants are milliseconds; `duties` are those held now: a lost duty no longer counts. */
export interface ExpenseFacts {
  readonly state: ExpenseState;
  readonly onHold: boolean;
  readonly authorId: string;
  /** Null for a vendor. */
  readonly payeeId: string | null;
  readonly total: bigint;
  /** The budget line it stands on, with what is left on it for this expense. Only one that a decision opened needs no band. */
  readonly line: { readonly left: bigint; readonly isDecided: boolean; readonly isOpen: boolean } | null;
  /** Booked for the same payee, this expense apart, within the days of each cap. */
  readonly booked: readonly bigint[];
  readonly approvals: readonly Holder[];
  /** What members may approve alone in whose scope it lies; the narrowest first. Of one that is booked: the one that it was booked by. */
  readonly authorities: readonly SpendingAuthority[];
  readonly approvedAt: number | null;
  readonly now: number;
}

export type ExpenseReason =
  | { readonly code: 'own-expense' }
  | { readonly code: 'no-duty'; readonly by: readonly string[] }
  | { readonly code: 'approved-already' }
  | {
      readonly code: 'needs-approvals';
      readonly missing: number;
      readonly by: readonly string[];
      /** An authority that it lies beyond, where there is one. */
      readonly beyond?: SpendingAuthority | undefined;
    }
  | { readonly code: 'over-authority'; readonly authority: SpendingAuthority }
  | { readonly code: 'needs-decision'; readonly above: bigint }
  | { readonly code: 'over-line'; readonly left: bigint }
  | { readonly code: 'line-closed' }
  | { readonly code: 'over-cap'; readonly left: bigint; readonly days: number }
  | { readonly code: 'on-hold' }
  | { readonly code: 'cooling'; readonly until: number }
  | { readonly code: 'only-approver' };

/** What stands between an expense and its next step: for anybody, and for one person. */
export interface Explanation {
  /** Between a submitted expense and its approval. */
  readonly unmet: readonly ExpenseReason[];
  /** Between an approved expense and any payment. */
  readonly unpaid: readonly ExpenseReason[];
  readonly whyNotApprove: ExpenseReason | null;
  readonly whyNotPay: ExpenseReason | null;
  /** Authorities that cover it: each holder's approval alone is enough. */
  readonly alone: readonly SpendingAuthority[];
  /** The authority that its approval rests on, where the rules without it are not met. */
  readonly restsOn: SpendingAuthority | null;
}

const HOUR = 3_600_000;
const payers = ['treasurer'];

/** Why an expense may, or may not, be approved and paid, each unmet condition by name: API, screens and refusals ask this alone (money.md 6). */
export function explain(rules: ApprovalRules, facts: ExpenseFacts, actor: Holder | null): Explanation {
  const waits = facts.state === 'SUBMITTED';
  const isOwed = facts.state === 'APPROVED' || facts.state === 'PARTLY_PAID';
  const unpaid = isOwed ? unmetPayment(rules, facts) : [];
  const byRule = waits ? unmetApproval(rules, facts) : [];
  const restsOn = byRule.length > 0 ? authorityMet(facts) : null;
  return {
    unmet: restsOn ? [] : byRule,
    alone: waits ? covering(facts) : [],
    restsOn,
    unpaid,
    whyNotApprove: waits && actor ? mayNotApprove(rules, facts, actor) : null,
    whyNotPay: isOwed && actor ? (mayNotPay(rules, facts, actor) ?? unpaid[0] ?? null) : null,
  };
}

/** How many approvals an amount needs and by whom, or why no number is enough. */
export function approvalsNeeded(
  rules: ApprovalRules,
  { total, line, booked }: Pick<ExpenseFacts, 'total' | 'line' | 'booked'>,
): { approvals: number; by: readonly string[] } | ExpenseReason {
  if (line && !line.isOpen) return { code: 'line-closed' };
  if (line && total > line.left) return { code: 'over-line', left: line.left };
  if (line?.isDecided) return { approvals: rules.onDecidedLine.approvals, by: rules.onDecidedLine.by ?? rules.by };
  const band = rules.bands.find(({ upTo }) => total <= upTo);
  if (!band) return { code: 'needs-decision', above: rules.bands.at(-1)?.upTo ?? 0n };
  const over = rules.caps.findIndex(({ max }, at) => (booked[at] ?? 0n) + total > max);
  if (over < 0) return { approvals: band.approvals, by: band.by ?? rules.by };
  const { max, days } = rules.caps[over]!;
  const left = max - (booked[over] ?? 0n);
  return { code: 'over-cap', left: left > 0n ? left : 0n, days };
}

/** The approvals that count: by another than author and payee, once each, with a duty that the rule asks for. */
function counting(rules: ApprovalRules, facts: ExpenseFacts, by: readonly string[]): readonly Holder[] {
  const seen = new Set<string>();
  return facts.approvals.filter(({ personId, duties }) => {
    const counts =
      !seen.has(personId) &&
      (!isOwn(facts, personId) || rules.selfApproval) &&
      duties.some((duty) => by.includes(duty));
    seen.add(personId);
    return counts;
  });
}

/** The authorities that are enough for it. No authority reaches beyond what is left on its budget line. */
function covering({ total, line, authorities }: ExpenseFacts): readonly SpendingAuthority[] {
  if (line && (!line.isOpen || total > line.left)) return [];
  return authorities.filter(({ each, left }) => total <= each && total <= left);
}

/** The first authority by which one of the approvals is enough. Author and payee never hold one over what is theirs. */
function authorityMet(facts: ExpenseFacts): SpendingAuthority | null {
  const by = facts.approvals.filter(({ personId }) => !isOwn(facts, personId)).map(({ personId }) => personId);
  return covering(facts).find(({ personIds }) => personIds.some((id) => by.includes(id))) ?? null;
}

function unmetApproval(rules: ApprovalRules, facts: ExpenseFacts): ExpenseReason[] {
  const needed = approvalsNeeded(rules, facts);
  if ('code' in needed) return [needed];
  const missing = needed.approvals - counting(rules, facts, needed.by).length;
  const beyond = facts.authorities.find(({ personIds }) => personIds.some((id) => !isOwn(facts, id)));
  return missing > 0 ? [{ code: 'needs-approvals', missing, by: needed.by, beyond }] : [];
}

function mayNotApprove(rules: ApprovalRules, facts: ExpenseFacts, actor: Holder): ExpenseReason | null {
  const own = isOwn(facts, actor.personId);
  if (own && !rules.selfApproval) return { code: 'own-expense' };
  const hasApproved = facts.approvals.some(({ personId }) => personId === actor.personId);
  const holds = ({ personIds }: SpendingAuthority): boolean => !own && personIds.includes(actor.personId);
  if (!hasApproved && covering(facts).some(holds)) return null;
  const needed = approvalsNeeded(rules, facts);
  const by = 'code' in needed ? rules.by : needed.by;
  const held = facts.authorities.find(holds);
  const isFor = actor.duties.some((duty) => by.includes(duty));
  if (!isFor && !held) return { code: 'no-duty', by };
  if (hasApproved) return { code: 'approved-already' };
  if ('code' in needed && (isFor || needed.code === 'line-closed' || needed.code === 'over-line')) return needed;
  return isFor ? null : { code: 'over-authority', authority: held! };
}

function unmetPayment(rules: ApprovalRules, { onHold, approvedAt, now }: ExpenseFacts): ExpenseReason[] {
  const until = (approvedAt ?? now) + rules.coolingHours * HOUR;
  const isCooling = rules.coolingHours > 0 && until > now;
  return [
    ...(onHold ? [{ code: 'on-hold' } as const] : []),
    ...(isCooling ? [{ code: 'cooling', until } as const] : []),
  ];
}

/** Never the payee, and not the only one who approved it. What the group decided itself has no approver. */
function mayNotPay(rules: ApprovalRules, facts: ExpenseFacts, actor: Holder): ExpenseReason | null {
  if (actor.personId === facts.payeeId && !rules.selfApproval) return { code: 'own-expense' };
  if (!actor.duties.some((duty) => payers.includes(duty))) return { code: 'no-duty', by: payers };
  const { approvals } = facts;
  const isOnlyApprover = approvals.length > 0 && approvals.every(({ personId }) => personId === actor.personId);
  return isOnlyApprover && !rules.payerMayBeOnlyApprover ? { code: 'only-approver' } : null;
}

function isOwn({ authorId, payeeId }: ExpenseFacts, personId: string): boolean {
  return personId === authorId || personId === payeeId;
}

/** Who of these can take the next step: approve what waits, pay what is approved. */
export function nextBy<T extends Holder>(
  rules: ApprovalRules,
  facts: ExpenseFacts,
  holders: readonly T[],
): readonly T[] {
  const waits = facts.state === 'SUBMITTED';
  if (!waits && facts.state !== 'APPROVED' && facts.state !== 'PARTLY_PAID') return [];
  return holders.filter((holder) => {
    const { whyNotApprove, whyNotPay } = explain(rules, facts, holder);
    return (waits ? whyNotApprove : whyNotPay) === null;
  });
}

/** What one should look at twice. It never stands in the way. */
export type ExpenseWarning =
  | { readonly code: 'same-receipt'; readonly expenseId: string; readonly number: number }
  | { readonly code: 'first-payment' }
  | { readonly code: 'unusual-amount'; readonly usual: bigint }
  | { readonly code: 'shared-account'; readonly names: readonly string[] }
  | { readonly code: 'advance-overdue'; readonly expenseId: string; readonly number: number; readonly out: bigint };

const ENOUGH_TO_COMPARE = 5;
const FAR_ABOVE = 3n;

/** Warnings about an expense: a receipt that another one has, a payee who was never paid, an amount over three times the usual one, the account of others, an advance for which nothing was shown in time. */
export function expenseWarnings(of: {
  readonly total: bigint;
  readonly twins: readonly { readonly id: string; readonly number: number }[];
  readonly paidBefore: number;
  /** How many others were booked, and the middle one of their amounts. */
  readonly others: number;
  readonly median: bigint | null;
  /** Others who are paid to the same account. */
  readonly sharedWith?: readonly string[];
  /** Another advance of whoever asks for one, that is overdue. */
  readonly late?: { readonly id: string; readonly number: number; readonly out: bigint } | null;
}): ExpenseWarning[] {
  const { median, sharedWith = [], late = null } = of;
  const isUnusual = median !== null && of.others >= ENOUGH_TO_COMPARE && of.total > median * FAR_ABOVE;
  return [
    ...of.twins.map(({ id, number }) => ({ code: 'same-receipt', expenseId: id, number }) as const),
    ...(of.paidBefore === 0 ? [{ code: 'first-payment' } as const] : []),
    ...(isUnusual ? [{ code: 'unusual-amount', usual: median } as const] : []),
    ...(sharedWith.length > 0 ? [{ code: 'shared-account', names: sharedWith } as const] : []),
    ...(late ? [{ code: 'advance-overdue', expenseId: late.id, number: late.number, out: late.out } as const] : []),
  ];
}
