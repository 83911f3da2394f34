import {
  type Ballot,
  canOutcomeChange,
  count,
  fractionOf,
  leastFor,
  otherCounts,
  percentText,
  type Rules,
  type StanceMethod,
  toPlain,
} from '#libs/voting';
import type { AskedQuestion } from './choices.ts';
import type { ProposalPage } from './proposals.store.ts';
import { minorOf } from './ballot-settings.ts';
import { countedBallots } from './delegations/delegation-view.ts';
import { allOptions } from './question.ts';
import { rulesNow } from './rules-now.ts';
import type { ProposalTally, StanceCount, TallyRow } from './tally.graphql.ts';
import { drawnTally, isChoosing, type PlainResult } from './tally-rows.ts';

/** What a viewer may know of the votes. The only reader of ballots: everything that shows results asks here. */
export interface TallyForViewer {
  readonly result: StanceCount | null;
  readonly tally: ProposalTally | null;
  readonly ballots: ProposalPage['ballots'];
}

type Page = Pick<
  ProposalPage,
  | 'rules'
  | 'ballots'
  | 'ballotBox'
  | 'delegation'
  | 'electors'
  | 'options'
  | 'added_options'
  | 'withdrawn_options'
  | 'method'
  | 'output'
  | 'status'
>;

/** Weighs the results against the viewer: `seesResults` and `seesVoters` are the table's answers. A due but uncounted vote shows nothing. */
export function tallyFor(page: ProposalPage, viewer: { seesResults: boolean; seesVoters: boolean }): TallyForViewer {
  const hasResults = (page.status === 'open' && !page.due) || page.status === 'closed';
  if (!hasResults || !viewer.seesResults || !page.rules) return { result: null, tally: null, ballots: [] };
  return { ...tallied(page), ballots: viewer.seesVoters ? page.ballots : [] };
}

/** What is asked as ballots meet it: frozen at opening, with what was added and without what was withdrawn since. */
export function askedOf(page: Pick<Page, 'rules' | 'options' | 'added_options' | 'withdrawn_options'>): AskedQuestion {
  const moved = { added: page.added_options, withdrawn: page.withdrawn_options };
  return { rules: rulesNow(page.rules!, moved), options: allOptions(page) };
}

/** How many ballots the quorum asks for: of the electors, or before opening of the members there are now. */
export function quorumNeeded(page: Pick<ProposalPage, 'status' | 'members' | 'electors' | 'quorum'>): number {
  const isAhead = page.status === 'draft' || page.status === 'announced';
  const electorate = isAhead ? page.members : page.electors;
  return Number(leastFor(fractionOf(page.quorum), BigInt(electorate), 'gte'));
}

/** Counts the ballots of an open vote; of a closed one takes what was counted at its end. */
function tallied(page: Page): { result: StanceCount | null; tally: ProposalTally } {
  const { rules } = askedOf(page);
  const ballots = countedBallots(page);
  const isOpen = page.status === 'open';
  const counted = page.output ?? toPlain(count(rules, ballots, BigInt(page.electors)));
  const canStillChange = isOpen ? canOutcomeChange(rules, ballots, BigInt(page.electors)) : false;
  if (isChoosing(page.method)) {
    const of = { options: allOptions(page), budget: budgetOf(page, rules), canStillChange };
    const tally = drawnTally(page.method, counted as PlainResult<never>, of);
    return { result: null, tally: { ...tally, ...byDelegation(page), others: othersOf(page, tally) } };
  }
  const plain = counted as unknown as PlainResult<StanceMethod>;
  const result = stanceOf(plain, canStillChange === true);
  return { result, tally: { ...stanceTally(page, result), ...byDelegation(page) } };
}

/** What other ways of counting would have come to, once it is over and somebody has won. */
function othersOf(page: Page, { verdict }: Pick<ProposalTally, 'verdict'>): ProposalTally['others'] {
  if (page.status !== 'closed' || (verdict !== 'passed' && verdict !== 'tied')) return [];
  return otherCounts(askedOf(page).rules, countedBallots(page), BigInt(page.electors)).map((other) => ({
    method: other.method,
    winners: [...other.winners],
    tied: [...other.tied],
  }));
}

/** How many of the votes others cast, in all and for each option that a ballot can name. */
function byDelegation(page: Page): Pick<ProposalTally, 'delegated' | 'delegatedTo'> {
  const ballots = countedBallots(page).filter(({ delegated = 0n }) => delegated > 0n);
  const sum = (list: readonly Ballot[]): bigint => list.reduce((all, { delegated = 0n }) => all + delegated, 0n);
  const names = ({ choice }: Ballot, id: string): boolean =>
    choice !== null &&
    (('option' in choice && choice.option === id) || ('options' in choice && choice.options.includes(id)));
  const figures = page.options.map(({ id }) => ({
    option: id,
    value: sum(ballots.filter((ballot) => names(ballot, id))).toString(),
  }));
  return { delegated: Number(sum(ballots)), delegatedTo: figures.filter(({ value }) => value !== '0') };
}

/** The money to share out, in minor units; nothing where none is. */
function budgetOf({ options }: Page, { settings }: Rules): bigint {
  const currency = options[0]?.cost?.currency;
  if (settings && 'pot' in settings) return BigInt(settings.pot);
  return settings && 'budget' in settings && currency ? minorOf(settings.budget, currency) : 0n;
}

function stanceOf(
  { verdict, code, sums, yes, quorum }: PlainResult<StanceMethod>,
  canStillChange: boolean,
): StanceCount {
  return {
    verdict,
    code,
    yes: Number(sums.yes),
    no: Number(sums.no),
    abstain: Number(sums.abstain),
    block: Number(sums.block),
    silent: Number(sums.silent),
    cast: Number(sums.cast),
    base: Number(yes?.of ?? 0),
    yesNeeded: Number(yes?.needed ?? 0),
    quorumNeeded: Number(quorum?.needed ?? 0),
    percentYes: percentText(BigInt(sums.yes), BigInt(yes?.of ?? 0)),
    canStillChange,
  };
}

/** A stance vote option by option: several may have one role. */
function stanceTally(page: Page, result: StanceCount): ProposalTally {
  const { options, electors } = page;
  const ballots = countedBallots(page);
  const rows = options.map(({ id }): TallyRow => {
    const votes = ballots
      .filter(({ choice }) => choice !== null && 'option' in choice && choice.option === id)
      .reduce((sum, { count: times = 1n }) => sum + times, 0n);
    const percent = percentText(votes, BigInt(result.cast));
    return { option: id, rank: null, value: String(votes), percent, histogram: [], won: false, tied: false };
  });
  return {
    verdict: result.verdict,
    code: result.code,
    unit: 'votes',
    electors,
    cast: result.cast,
    abstain: result.abstain,
    quorumNeeded: result.quorumNeeded,
    base: result.cast,
    winners: [],
    tied: [],
    rows,
    canStillChange: result.canStillChange,
    stages: [],
    quota: null,
    duels: [],
    others: [],
    purse: null,
    delegated: 0,
    delegatedTo: [],
  };
}
