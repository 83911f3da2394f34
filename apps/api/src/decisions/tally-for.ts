import { canStillChange, count, fractionOf, leastFor, percentText, type Ballot, type StanceResult } from '#libs/voting';
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
  return count(page.rules!, ballotsOf(page), BigInt(page.electors));
}

function ballotsOf(page: Pick<ProposalPage, 'ballots'>): Ballot[] {
  return page.ballots.map(({ option }) => ({ choice: { option } }));
}

/** How many ballots the quorum asks for: of the electors, or before opening of the members there are now. */
export function quorumNeeded(page: ProposalPage): number {
  const electorate = page.status === 'draft' ? page.members : page.electors;
  return Number(leastFor(fractionOf(page.quorum), BigInt(electorate), 'gte'));
}

function toCount(page: ProposalPage, result: StanceResult): StanceCount {
  const { sums, yes, quorum } = result;
  return {
    verdict: result.verdict,
    code: result.code,
    yes: Number(sums.yes),
    no: Number(sums.no),
    abstain: Number(sums.abstain),
    block: Number(sums.block),
    silent: Number(sums.silent),
    cast: Number(sums.cast),
    base: Number(yes?.of ?? 0n),
    yesNeeded: Number(yes?.needed ?? 0n),
    quorumNeeded: Number(quorum?.needed ?? 0n),
    percentYes: percentText(sums.yes, yes?.of ?? 0n),
    canStillChange:
      page.status === 'open' && canStillChange(page.rules ?? rulesOf(page), ballotsOf(page), sums.electors),
  };
}
