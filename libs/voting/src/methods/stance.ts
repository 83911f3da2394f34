import { checkOption, roles, type Choice, type ChoiceFault, type Role, type StanceOption } from '../ballot.ts';
import type { Hall, Method, Question, Verdict, Vote } from '../method.ts';
import {
  applyPassRule,
  castOf,
  quorumBar,
  type Bar,
  type PassCode,
  type PassRule,
  type QuorumRule,
  type Tally,
} from '../pass-rule.ts';

/** A question answered by taking a stance. With a threshold it decides; without one it only asks. */
export type StanceQuestion = Question<null, PassRule | QuorumRule, StanceOption>;

/** The sums of a stance vote over its electors; the silent are those who have not voted. */
export interface Sums extends Record<Role, bigint> {
  readonly silent: bigint;
  readonly cast: bigint;
  readonly electors: bigint;
}

/** What a stance vote says. `yes` is null where the question has no threshold (then the code of votes counted is `counted`). */
export interface StanceResult {
  readonly verdict: Verdict;
  readonly code: PassCode | 'counted' | 'no_votes';
  readonly sums: Sums;
  readonly quorum: Bar | null;
  readonly yes: (Bar & { readonly of: bigint }) | null;
  readonly rule: PassRule | QuorumRule;
}

function check(question: StanceQuestion, choice: Choice): ChoiceFault | null {
  return 'option' in choice ? checkOption(question.options, choice.option) : 'WRONG_SHAPE';
}

function roleOf({ options }: StanceQuestion, choice: Choice): Role | null {
  if ('abstain' in choice) return 'abstain';
  return 'option' in choice ? (options.find(({ id }) => id === choice.option)?.role ?? null) : null;
}

function tallyOf(question: StanceQuestion, votes: readonly Vote[], hall: Hall): Required<Tally> {
  const { electors, outsideQuorum } = hall;
  const sums: Record<Role, bigint> = { yes: 0n, abstain: 0n, no: 0n, block: 0n };
  let openObjections = 0n;
  for (const { count, choice, isObjectionOpen } of votes) {
    const role = roleOf(question, choice);
    if (!role) throw new Error('a ballot names an option that does not exist');
    sums[role] += count;
    if (role === 'block' && isObjectionOpen) openObjections += count;
  }
  return { electors, ...sums, openObjections, outsideQuorum };
}

function resultOf(rule: PassRule | QuorumRule, tally: Tally): StanceResult {
  const { electors, yes, abstain, no, block } = tally;
  const cast = castOf(tally);
  const sums = { yes, abstain, no, block, silent: electors - cast, cast, electors };
  if ('threshold' in rule) {
    const { code, ...arithmetic } = applyPassRule(rule, tally);
    if (cast === 0n && code !== 'quorum') return { ...empty, sums, ...arithmetic, rule };
    return { verdict: verdictOf(code), code, sums, ...arithmetic, rule };
  }
  const quorum = quorumBar(rule, tally);
  if (quorum && quorum.had < quorum.needed)
    return { verdict: 'no_quorum', code: 'quorum', sums, quorum, yes: null, rule };
  return {
    ...(cast === 0n ? empty : ({ verdict: 'passed', code: 'counted' } as const)),
    sums,
    quorum,
    yes: null,
    rule,
  };
}

const empty = { verdict: 'no_result', code: 'no_votes' } as const;

function verdictOf(code: PassCode): Verdict {
  if (code === 'passed') return 'passed';
  return code === 'quorum' ? 'no_quorum' : 'failed';
}

function stance(tallied: (tally: Required<Tally>) => Tally): Method<StanceQuestion, StanceResult> {
  return {
    check,
    roleOf,
    count: (question, votes, hall) => resultOf(question.rule, tallied(tallyOf(question, votes, hall))),
  };
}

/** A stance vote in which every objection that is still open stops the proposal. */
export const consent = stance((tally) => tally);

/** A stance vote in which blocks are no votes, and stop the proposal only where its rule limits them. */
export const majority = stance((tally) => ({ ...tally, openObjections: 0n }));

/** What the silent could do together, as far as the options let them; staying away is the last. */
export function continuations({ options }: StanceQuestion): readonly (Role | null)[] {
  const offered = new Set<Role>(['abstain', ...options.filter(({ withdrawn }) => !withdrawn).map(({ role }) => role)]);
  return [...roles.filter((role) => offered.has(role)), null];
}
