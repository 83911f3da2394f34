import { canStillChange, countStances, leastFor, fractionOf, percentText, type StanceResult } from '#libs/voting';
import type { CastBallot, StanceCount } from './proposals.graphql.ts';
import { rulesOf } from './proposal-rules.ts';
import type { ProposalPage } from './proposals.store.ts';

/** What a viewer may know of the votes. The only reader of ballots: everything that shows results asks here. */
export interface TallyForViewer {
  readonly result: StanceCount | null;
  readonly ballots: readonly CastBallot[];
}

/** Weighs the results against the viewer: `seesResults` and `seesVoters` are the table's answers. A due but uncounted vote shows nothing. */
export function tallyFor(page: ProposalPage, viewer: { seesResults: boolean; seesVoters: boolean }): TallyForViewer {
  const hasResults = (page.status === 'open' && !page.due) || page.status === 'closed';
  if (!hasResults || !viewer.seesResults || !page.rules) return { result: null, ballots: [] };
  return { result: toCount(page, countOf(page)), ballots: viewer.seesVoters ? page.ballots : [] };
}

/** Counts the current ballots of a page by its frozen rules. */
export function countOf(page: Pick<ProposalPage, 'rules' | 'ballots' | 'electors'>): StanceResult {
  return countStances(
    page.rules!,
    page.ballots.map(({ option }) => ({ option })),
    BigInt(page.electors),
  );
}

/** How many ballots the quorum asks for: of the electors, or before opening of the members there are now. */
export function quorumNeeded(page: ProposalPage): number {
  const electorate = page.status === 'draft' ? page.members : page.electors;
  return Number(leastFor(fractionOf(page.quorum), BigInt(electorate), 'gte'));
}

function toCount(page: ProposalPage, result: StanceResult): StanceCount {
  const { tally } = result;
  return {
    verdict: result.verdict,
    code: result.code,
    yes: Number(tally.yes),
    no: Number(tally.no),
    abstain: Number(tally.abstain),
    block: Number(tally.block),
    silent: Number(result.silent),
    cast: Number(result.cast),
    base: Number(result.base),
    yesNeeded: Number(result.yesNeeded),
    quorumNeeded: Number(result.quorumNeeded),
    percentYes: percentText(tally.yes, result.base),
    canStillChange: page.status === 'open' && canStillChange(page.rules ?? rulesOf(page), tally),
  };
}
