import { checkReason, type Ballot, type BallotFault, type Choice, type Option } from './ballot.ts';
import { castOf } from './election.ts';
import type { Hall, Vote } from './method.ts';
import { packBallots, type Packed } from './packed/pack.ts';
import { methods, type MethodName, type ResultOf, type Rules, type StanceMethod } from './methods/index.ts';
import { continuations } from './methods/stance.ts';

/** From so many ballots on they are packed where their method can count them so. */
const MANY = 5000;

/** Why a ballot cannot be taken, or null. One validator for casting, import and recount. */
export function checkBallot<N extends MethodName>(
  rules: Rules<N>,
  choice: Choice,
  reason: string | null,
): BallotFault | null {
  const method = methods[rules.method];
  const fault = 'abstain' in choice ? null : method.check(rules, choice);
  if (fault) return fault;
  return checkReason(rules.reasons, method.roleOf?.(rules, choice) ?? null, reason);
}

/**
 * Counts the ballots of so many electors. The order of ballots and options never matters.
 * With a tie order (the first named is taken by the action at hand) ties are settled by it; without one they are reported.
 */
export function count<N extends MethodName>(
  rules: Rules<N>,
  ballots: readonly Ballot[],
  electors: bigint,
  tieOrder: readonly string[] | null = null,
): ResultOf[N] {
  const hall = { electors, tieOrder, ...outsideQuorum(rules, ballots) };
  const packed =
    ballots.length >= MANY && methods[rules.method].countPacked ? packBallots(rules.options, ballots) : null;
  if (packed) return countInHall(rules, packed, hall);
  const votes = votesOf(rules.options, ballots);
  if (votes.reduce((sum, vote) => sum + vote.count, 0n) > electors) throw new Error('more ballots than electors');
  return methods[rules.method].count(rules, votes, hall);
}

/** Counts rankings that were packed (from the rows of a database), as `count` counts ballots. Throws for a method that does not rank. */
export function countPacked<N extends MethodName>(
  rules: Rules<N>,
  packed: Packed,
  electors: bigint,
  tieOrder: readonly string[] | null = null,
): ResultOf[N] {
  return countInHall(rules, packed, { electors, tieOrder });
}

function countInHall<N extends MethodName>(rules: Rules<N>, packed: Packed, hall: Hall): ResultOf[N] {
  if (packed.cast > hall.electors) throw new Error('more ballots than electors');
  const method = methods[rules.method];
  if (!method.countPacked) throw new Error(`${rules.method} does not count packed rankings`);
  return method.countPacked(rules, packed, hall);
}

/** What came by delegation, where it does not count towards the quorum. */
function outsideQuorum<N extends MethodName>(rules: Rules<N>, ballots: readonly Ballot[]): Pick<Hall, 'outsideQuorum'> {
  if (rules.delegation?.quorum || !ballots.some(({ delegated }) => delegated)) return {};
  const votes = votesOf(
    rules.options,
    ballots.map((ballot) => ({ ...ballot, count: ballot.delegated ?? 0n })),
  );
  const { cast, abstain } = castOf(votes);
  const { roleOf } = methods[rules.method];
  const aside = votes.filter(({ choice }) => !('abstain' in choice) && roleOf?.(rules, choice) === 'abstain');
  return { outsideQuorum: { cast, abstain: abstain + castOf(aside).cast } };
}

/**
 * Whether the verdict can still change while nobody changes a vote: the silent all agree, refuse, block, abstain or stay away.
 * Whoever has only given their word may still vote, or take it back.
 */
export function canStillChange(rules: Rules<StanceMethod>, ballots: readonly Ballot[], electors: bigint): boolean {
  const own = inPerson(ballots);
  const { silent } = count(rules, own, electors).sums;
  const verdicts = continuations(rules).map((role) => {
    if (role === null) return count(rules, own, electors).verdict;
    const option = rules.options.find((one) => one.role === role && !one.withdrawn);
    const choice: Choice = option ? { option: option.id } : { abstain: true };
    return count(rules, [...own, { choice, count: silent }], electors).verdict;
  });
  return new Set([...verdicts, count(rules, ballots, electors).verdict]).size > 1;
}

/** The ballots without the votes that others gave into their hands. */
export function inPerson(ballots: readonly Ballot[]): readonly Ballot[] {
  if (!ballots.some(({ delegated }) => delegated)) return ballots;
  return ballots.map(({ delegated = 0n, count: times = 1n, ...ballot }) => ({ ...ballot, count: times - delegated }));
}

function votesOf(options: readonly Option[], ballots: readonly Ballot[]): Vote[] {
  const gone = new Set(options.filter(({ withdrawn }) => withdrawn).map(({ id }) => id));
  return ballots.flatMap(({ choice, count: times = 1n, objection }) => {
    if (times < 0n) throw new Error('a ballot cannot count less than nothing');
    if (choice === null || times === 0n) return [];
    return [{ count: times, choice: withoutOptions(choice, gone), isObjectionOpen: objection !== 'ruled_out' }];
  });
}

/** A choice as if some options had never stood: rankings close up, approvals and points are void; what is empty then abstains. */
function withoutOptions(choice: Choice, gone: ReadonlySet<string>): Choice {
  const stays = (id: string): boolean => !gone.has(id);
  if ('option' in choice) return stays(choice.option) ? choice : { abstain: true };
  // A set that was empty from the start stays: who approves of no project still has a share of the money.
  if ('options' in choice && choice.options.length === 0) return choice;
  if ('options' in choice) return orAbstain(choice.options.filter(stays), (options) => ({ options }));
  if ('ranking' in choice) {
    const ranks = choice.ranking.map((rank) => rank.filter(stays));
    // Where nothing was withdrawn an empty rank stands for one skipped on purpose.
    const kept =
      gone.size === 0 ? ranks : ranks.filter((rank, at) => rank.length > 0 || choice.ranking[at]!.length === 0);
    return kept.some((rank) => rank.length > 0) ? { ranking: kept } : { abstain: true };
  }
  if ('points' in choice)
    return orAbstain(
      Object.entries(choice.points).filter(([id]) => stays(id)),
      (kept) => ({ points: Object.fromEntries(kept) }),
    );
  if ('answers' in choice)
    return orAbstain(
      Object.entries(choice.answers).filter(([id]) => stays(id)),
      (kept) => ({ answers: Object.fromEntries(kept) }),
    );
  return choice;
}

function orAbstain<T>(kept: readonly T[], made: (kept: readonly T[]) => Choice): Choice {
  return kept.length === 0 ? { abstain: true } : made(kept);
}
