import type { Choice, ChoiceFault, Option, ReasonMode, Role } from './ballot.ts';
import type { Packed } from './packed/pack.ts';
import type { DelegationRule } from './delegation.ts';
import type { QuorumRule } from './pass-rule.ts';

export const verdicts = ['passed', 'failed', 'no_quorum', 'tied', 'no_result'] as const;
/** What a count says: the rule is satisfied (or the winners are determined), it is not, too few took part, a tie decides, nobody voted. */
export type Verdict = (typeof verdicts)[number];

/** What is put to the electors, frozen when voting opens: whole numbers and text only, so that it can be canonical JSON. */
export interface Question<Settings, Rule = QuorumRule, O extends Option = Option> {
  readonly options: readonly O[];
  readonly settings: Settings;
  readonly rule: Rule;
  readonly reasons: ReasonMode;
  /** Whether others may vote for those who have not; absent: no. */
  readonly delegation?: DelegationRule;
}

/** Equal ballots that take part. What they said of withdrawn options is gone; an empty choice has become an abstention. */
export interface Vote {
  readonly count: bigint;
  readonly choice: Choice;
  readonly isObjectionOpen: boolean;
}

/** How many took part, and how many of them abstained. */
export interface Cast {
  readonly cast: bigint;
  readonly abstain: bigint;
}

/** Who could vote, whom ties take first where an order was drawn (null: ties are reported), and what was cast without counting towards the quorum. */
export interface Hall {
  readonly electors: bigint;
  readonly tieOrder: readonly string[] | null;
  readonly outsideQuorum?: Cast;
}

/** A way to decide, as one value in one file. */
export interface Method<Q, Result> {
  /** Why a choice cannot be taken, or null. An abstention never comes here. */
  readonly check: (question: Q, choice: Choice) => ChoiceFault | null;
  /** What the votes say. Their order and that of the options never matter. */
  readonly count: (question: Q, votes: readonly Vote[], hall: Hall) => Result;
  /** The same of very many rankings, packed into numbers. */
  readonly countPacked?: (question: Q, packed: Packed, hall: Hall) => Result;
  /** The role of an answer, for methods whose options have one. */
  readonly roleOf?: (question: Q, choice: Choice) => Role | null;
}
