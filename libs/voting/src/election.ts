import { checkOption, type Choice, type ChoiceFault, type Option } from './ballot.ts';
import type { Cast, Hall, Question, Verdict, Vote } from './method.ts';
import { applyPassRule, quorumBar, type Bar, type PassCode, type PassRule, type QuorumRule } from './pass-rule.ts';
import type { Seating } from './ties.ts';

/** How many took part in a choice between options. Who abstains takes part and is not counted. */
export interface Turnout {
  readonly cast: bigint;
  readonly abstain: bigint;
  readonly silent: bigint;
  readonly electors: bigint;
}

/** What every choice between options says. Several winners of one seat are a tie to be reported, and stand in `tied` too. */
export interface Standing extends Seating {
  readonly verdict: Verdict;
  readonly code: PassCode | 'tie' | 'no_votes';
  readonly turnout: Turnout;
  readonly quorum: Bar | null;
}

/** The votes that say something; an empty set of options says nothing. */
export function decisive(votes: readonly Vote[]): readonly Vote[] {
  return votes.filter(({ choice }) => !('abstain' in choice || ('options' in choice && choice.options.length === 0)));
}

/** How many votes there are, and how many of them abstain. */
export function castOf(votes: readonly Vote[]): Cast {
  const cast = sum(votes);
  return { cast, abstain: cast - sum(decisive(votes)) };
}

function sum(votes: readonly Vote[]): bigint {
  return votes.reduce((total, { count }) => total + count, 0n);
}

/** The verdict on who was seated: quorum first, then whether anybody has a vote, a tie that matters, and the rule put on the winners. */
export function standing(
  question: Question<unknown, PassRule | QuorumRule>,
  votes: readonly Vote[] | Cast,
  hall: Hall,
  seated: Seating & { readonly votesFor?: (winner: string) => bigint },
): Standing {
  const { cast, abstain } = 'cast' in votes ? votes : castOf(votes);
  const { electors, outsideQuorum } = hall;
  const turnout = { cast, abstain, silent: electors - cast, electors };
  const tally = { electors, yes: 0n, no: cast - abstain, abstain, block: 0n, outsideQuorum };
  const quorum = quorumBar(question.rule, tally);
  const common = { turnout, quorum, winners: seated.winners.toSorted(), tied: seated.tied.toSorted() };
  const nobody = { ...common, winners: [], tied: [] };
  if (quorum && quorum.had < quorum.needed) return { ...nobody, verdict: 'no_quorum', code: 'quorum' };
  if (seated.winners.length === 0) return { ...nobody, verdict: 'no_result', code: 'no_votes' };
  const { rule } = question;
  if (seated.votesFor && 'threshold' in rule) {
    const codes = new Map(
      seated.winners.map((id) => {
        const yes = seated.votesFor!(id);
        return [id, applyPassRule(rule, { ...tally, yes, no: cast - abstain - yes }).code];
      }),
    );
    const carried = (id: string): boolean => codes.get(id) === 'passed';
    // The winners with most votes stand first: if the best of them fails, its miss is the verdict.
    if (!seated.winners.some(carried)) return { ...nobody, verdict: 'failed', code: codes.get(seated.winners[0]!)! };
    common.winners = common.winners.filter(carried);
    common.tied = common.tied.filter(carried);
  }
  return common.tied.length > 0
    ? { ...common, verdict: 'tied', code: 'tie' }
    : { ...common, verdict: 'passed', code: 'passed' };
}

/** Scores of options as a plain object, in the order of their ids. */
export function asRecord<T>(scores: ReadonlyMap<string, T>): Readonly<Record<string, T>> {
  return Object.fromEntries([...scores].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Every option that still stands with nothing to its name. */
export function zeros(options: readonly Option[]): Map<string, bigint> {
  return new Map(options.filter(({ withdrawn }) => !withdrawn).map(({ id }) => [id, 0n]));
}

/** Only the scores above nothing: an option needs at least one vote to win. */
export function withVotes(scores: ReadonlyMap<string, bigint>): Map<string, bigint> {
  return new Map([...scores].filter(([, score]) => score > 0n));
}

/** The first fault of the options named in a choice, or null. */
export function checkOptions(options: readonly Option[], ids: readonly string[]): ChoiceFault | null {
  for (const id of ids) {
    const fault = checkOption(options, id);
    if (fault) return fault;
  }
  return null;
}

/** The ranks of a choice; every method of rankings gets only such. */
export function ranksOf(choice: Choice): readonly (readonly string[])[] {
  return 'ranking' in choice ? choice.ranking : [];
}

/** Why a ranking cannot be taken, or null. An empty rank is one skipped; a ranking of nothing is an abstention said badly. */
export function checkRanking(options: readonly Option[], choice: Choice): ChoiceFault | null {
  if (!('ranking' in choice)) return 'WRONG_SHAPE';
  const ids = choice.ranking.flat();
  if (ids.length === 0) return 'TOO_FEW';
  if (new Set(ids).size < ids.length) return 'RANK_DUPLICATE';
  return checkOptions(options, ids);
}
