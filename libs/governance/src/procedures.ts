import { isRuleKey, ruleClass, type RuleKey, ruleText, withRule } from './rule-keys.ts';
import type { ChangeClass } from './rule-shapes.ts';
import type { Rulebook, UsualMethod } from './rulebook.ts';
import type { EffectKind } from './states.ts';

/** How heavy a decision is, from light to heavy: what it may carry out hangs on it (decisions.md 1). */
export const procedures = ['usual', 'entrenched', 'removal'] as const;
export type Procedure = (typeof procedures)[number];

/** What a proposal must at least ask for under a procedure: yes of yes and no, ballots of electors, calendar days, hours to object before it is carried out. */
export interface Frame {
  readonly threshold: string;
  readonly quorum: string;
  readonly days: number;
  readonly graceHours: number;
}

/** What a procedure asks for; null where the group's own usual rules stand. */
export const frames: Readonly<Record<Procedure, Frame | null>> = {
  usual: null,
  entrenched: { threshold: '2/3', quorum: '1/2', days: 7, graceHours: 24 },
  removal: { threshold: '2/3', quorum: '1/2', days: 7, graceHours: 72 },
};

/** What a vote may carry out, frozen when it opens: nothing that changes later widens it. */
export interface Mandate {
  readonly procedure: Procedure;
  /** The version of the rulebook it opened under. */
  readonly rulebook: number;
  /** The most that its effects may free together, in minor units, or null without a limit. */
  readonly spendMax: string | null;
  /** Whether a steward may rule out an objection to it; absent where nobody may. */
  readonly mayRuleOut?: true;
}

/** An effect as far as limits care: what it frees, which rules it touches. */
export interface Demand {
  readonly kind: EffectKind;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The procedure that these effects need under this rulebook: the heaviest that one of them, or all of their money together, asks for. */
export function procedureFor(demands: readonly Demand[], book: Pick<Rulebook, 'decision' | 'classes'>): Procedure {
  if (demands.some(({ kind }) => kind === 'member.remove')) return 'removal';
  const touched = demands.flatMap(({ kind, payload }) => (kind === 'rulebook.amend' ? keysOf(payload) : []));
  if (touched.some((key) => ruleClass(book, key) === 'entrenched') || demands.some(undoesEntrenched))
    return 'entrenched';
  const { spendMax } = book.decision;
  return spendMax != null && freed(demands) > BigInt(spendMax) ? 'entrenched' : 'usual';
}

/** What a vote is that nobody has chosen the ways of: its method, the share of members that must vote, the calendar days that it is open. */
export interface Way {
  readonly method: UsualMethod;
  readonly quorum: string;
  readonly days: number;
}

/** How a group decides about these effects where nobody says otherwise: by its usual method, quorum and days (roll.md 7), or by two thirds and no less than the frame where they need a heavier procedure. */
export function usualWay(demands: readonly Demand[], book: Pick<Rulebook, 'decision' | 'classes'>): Way {
  const { method = 'majority', quorum, days } = book.decision;
  const frame = frames[procedureFor(demands, book)];
  if (!frame) return { method, quorum, days };
  return {
    method: 'two_thirds',
    quorum: isLess(quorum, frame.quorum) ? frame.quorum : quorum,
    days: Math.max(days, frame.days),
  };
}

/** What effects free together, in minor units of the group's currency. */
export function freed(demands: readonly Demand[]): bigint {
  return demands.reduce((sum, { payload }) => sum + BigInt(String(payload['minor'] ?? '0')), 0n);
}

/** What was decided by the heavier procedure is taken back by no lighter one. */
function undoesEntrenched({ kind, payload }: Demand): boolean {
  return kind === 'decision.take_back' && payload['procedure'] === 'entrenched';
}

function keysOf(payload: Readonly<Record<string, unknown>>): RuleKey[] {
  const changes = payload['changes'] as readonly { readonly key: string }[];
  return changes.map(({ key }) => key).filter(isRuleKey);
}

/** What a mandate lets through: the procedure, the version, and the limit that holds under it. */
export function mandateOf(
  demands: readonly Demand[],
  book: Pick<Rulebook, 'decision' | 'classes'>,
  version: number,
): Mandate {
  const procedure = procedureFor(demands, book);
  const spendMax = procedure === 'usual' ? (book.decision.spendMax ?? null) : null;
  return { procedure, rulebook: version, spendMax, ...(book.decision.ruleOut ? { mayRuleOut: true } : {}) };
}

/** Whether effects stay within a mandate. They were frozen together, so a no means that somebody has altered one of them. */
export function isWithin(mandate: Mandate, demands: readonly Demand[]): boolean {
  if (demands.some(({ kind }) => kind === 'member.remove') && mandate.procedure !== 'removal') return false;
  return mandate.spendMax === null || freed(demands) <= BigInt(mandate.spendMax);
}

/** The first thing in which a proposal asks for less than its procedure, or null. */
export function frameFault(
  procedure: Procedure,
  asked: { readonly method: string; readonly threshold: string; readonly quorum: string; readonly days: number },
): 'method' | 'threshold' | 'quorum' | 'days' | null {
  const frame = frames[procedure];
  if (!frame) return null;
  if (asked.method !== 'majority') return 'method';
  if (isLess(asked.threshold, frame.threshold)) return 'threshold';
  if (isLess(asked.quorum, frame.quorum)) return 'quorum';
  return asked.days < frame.days ? 'days' : null;
}

/** Compares two shares "a/b" exactly. */
function isLess(left: string, right: string): boolean {
  const [a, b] = left.split('/').map(BigInt) as [bigint, bigint];
  const [c, d] = right.split('/').map(BigInt) as [bigint, bigint];
  return a * d < c * b;
}

/** A change of one rule: what it was when people voted, what it becomes. */
export interface RuleChange {
  readonly key: RuleKey;
  readonly before: string;
  readonly after: string;
}

export type AmendFault =
  | { readonly code: 'CLAUSE_MOVED'; readonly key: RuleKey; readonly now: string }
  | { readonly code: 'WRONG_PROCEDURE'; readonly key: RuleKey; readonly class: ChangeClass }
  | { readonly code: 'UNFIT'; readonly key: RuleKey };

/** The rulebook after a decision has changed it, or why it may not: each key by its own class in the version that stood when the vote opened. */
export function amended(
  book: Rulebook,
  changes: readonly RuleChange[],
  procedure: Procedure,
  opened: Pick<Rulebook, 'classes'> = book,
): { readonly book: Rulebook } | { readonly fault: AmendFault } {
  for (const { key, before } of changes) {
    const now = ruleText(book, key);
    if (now !== before) return { fault: { code: 'CLAUSE_MOVED', key, now } };
    const needed = ruleClass(opened, key);
    if (needed === 'entrenched' && procedure !== 'entrenched')
      return { fault: { code: 'WRONG_PROCEDURE', key, class: needed } };
  }
  const next = changes.reduce((rules, { key, after }) => withRule(rules, key, after), book);
  const [one, two] = next.spending.bands;
  if (one && two && BigInt(one.upTo) > BigInt(two.upTo)) return { fault: { code: 'UNFIT', key: 'spending.two' } };
  return { book: next };
}
