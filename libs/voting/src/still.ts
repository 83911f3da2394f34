import type { Ballot, Choice } from './ballot.ts';
import { canStillChange, count, inPerson } from './count.ts';
import { zeros } from './election.ts';
import type { MethodName, Rules } from './methods/index.ts';
import { rankedBy } from './ties.ts';

type Summed = Rules<'plurality' | 'approval' | 'score' | 'dot_vote'>;

/**
 * Whether the outcome (verdict, winners, ties) can still change while nobody changes a vote. Null where sums do not say it: rankings and
 * projects may turn on any order of the ballots to come. Where everybody has voted in person, nothing can change.
 */
export function canOutcomeChange(rules: Rules, ballots: readonly Ballot[], electors: bigint): boolean | null {
  if (rules.method === 'consent' || rules.method === 'majority') return canStillChange(rules, ballots, electors);
  const own = inPerson(ballots);
  const cast = own.reduce((sum, { choice, count: times = 1n }) => (choice === null ? sum : sum + times), 0n);
  if (cast === electors) return false;
  return isSummed(rules) ? changesBySums(rules, ballots, { electors, silent: electors - cast }) : null;
}

function isSummed(rules: Rules): rules is Summed {
  return (['plurality', 'approval', 'score', 'dot_vote'] as readonly MethodName[]).includes(rules.method);
}

/** An option stands best when all the silent give it the most and the others nothing; so trying that for each, and abstaining, tries all. */
function changesBySums(rules: Summed, ballots: readonly Ballot[], of: { electors: bigint; silent: bigint }): boolean {
  const now = count(rules, ballots, of.electors);
  const others = rankedBy(new Map([...zeros(rules.options).keys()].map((id) => [id, now.scores[id]!])))
    .flat()
    .toReversed();
  const choices: (Choice | null)[] = [...others.map((id) => bestFor(rules, id, others)), { abstain: true }, null];
  const own = inPerson(ballots);
  return choices.some((choice) => {
    const then = count(rules, [...own, { choice, count: of.silent }], of.electors);
    return [then.verdict, then.winners, then.tied].join() !== [now.verdict, now.winners, now.tied].join();
  });
}

/** The ballot that does the most for an option and the least for the others; where several must be named, those furthest behind come along. */
function bestFor(rules: Summed, id: string, furthestBehind: readonly string[]): Choice {
  switch (rules.method) {
    case 'plurality':
      return { option: id };
    case 'approval':
      return { options: [id, ...furthestBehind.filter((other) => other !== id).slice(0, rules.settings.min - 1)] };
    case 'score':
      return { points: { [id]: rules.settings.max } };
    case 'dot_vote':
      return { points: { [id]: rules.settings.dots } };
  }
}
