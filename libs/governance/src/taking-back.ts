import type { EffectKind, ExecutionState } from './states.ts';

/**
 * Whether what an effect did ends when its decision is taken back (money.md 5): what is still held or allowed ends, what has happened stays. Money
 * that has left, people who came and went, a term that runs and words that hold are changed by a decision of their own.
 */
const ends: Readonly<Record<EffectKind, boolean>> = {
  'budget_line.open': true,
  'budget_line.raise': true,
  'budget_line.lower': false,
  'budget_line.close': false,
  'budget.allocate': true,
  'budget.adopt': true,
  'budget.drop': false,
  'decision.take_back': false,
  'expense.approve': true,
  'spending.grant': true,
  'spending.withdraw': false,
  'fund.share': false,
  'event.schedule': false,
  'event.cancel': false,
  'member.admit': false,
  'member.remove': false,
  'duty.give': false,
  'duty.end': false,
  'rulebook.amend': false,
  'agreement.adopt': false,
  'proposal.draft': false,
};

/** Whether what this kind of effect did ends when its decision is taken back. */
export function endsWhenTakenBack(kind: EffectKind): boolean {
  return ends[kind];
}

/** A decision as far as taking it back cares. */
export interface Decided {
  readonly passed: boolean;
  /** Whether it asked for a yes or no: a poll that carries out nothing decides nothing that could be taken back. */
  readonly binds: boolean;
  /** What it carries out, and how far that is; empty and null where it is words alone. */
  readonly kinds: readonly EffectKind[];
  readonly execution: ExecutionState | null;
  /** Whether another decision has taken it back. */
  readonly isTakenBack: boolean;
  /** Whether it decided no more than if another one is carried out. */
  readonly isAppeal: boolean;
}

export type TakeBackFault = 'not-passed' | 'taken-back' | 'takes-back' | 'not-yet' | 'not-done' | 'stays';

/**
 * Why a decision cannot be taken back, or null. What took another one back is not: what has ended does not come to life again, the question is put
 * anew. What waits for its time is objected to instead; what failed may be taken back, and is then never carried out.
 */
export function takeBackFault(of: Decided): TakeBackFault | null {
  if (!of.passed) return 'not-passed';
  if (of.isTakenBack) return 'taken-back';
  if (of.isAppeal || of.kinds.includes('decision.take_back')) return 'takes-back';
  if (of.execution === 'waiting' || of.execution === 'stayed') return 'not-yet';
  if (of.execution === 'dropped') return 'not-done';
  if (of.kinds.length === 0) return of.binds ? null : 'stays';
  return of.execution === 'failed' || of.kinds.some(endsWhenTakenBack) ? null : 'stays';
}
