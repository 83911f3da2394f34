import { type Ballot, type Choice, firstWords, weigh, type Weighed } from '#libs/voting';
import { choiceView } from '../choices.ts';
import { countedBallot } from '../hashes.ts';
import type { ProposalPage } from '../proposals.store.ts';
import type { MyDelegation, ProposalDelegation } from './delegations.graphql.ts';

/** What of a page says who speaks for whom. */
export type SpokenPage = Pick<ProposalPage, 'delegation' | 'ballots'>;
type Page = SpokenPage & Pick<ProposalPage, 'ballotBox' | 'rules'>;

/** Who speaks for whom on a page, or null where everybody votes for themselves. */
function weighedPage({ delegation, ballots }: SpokenPage): Weighed | null {
  if (!delegation) return null;
  const { electors, words: delegations } = delegation;
  return weigh({ electors, delegations, voters: ballots.map(({ personId }) => personId) });
}

/** The ballots of a page, each with the votes that it counts for; of a secret vote those of its board. */
export function countedBallots(page: Page): readonly Ballot[] {
  if (page.ballotBox.board) return page.ballotBox.board.map(({ choice }) => ({ choice }));
  const weighed = weighedPage(page);
  return page.ballots.map((ballot) => {
    const count = weighed?.weights.get(ballot.personId) ?? 1n;
    return count === 1n ? countedBallot(ballot) : { ...countedBallot(ballot), count, delegated: count - 1n };
  });
}

/** The names of those for whom each voter's ballot speaks besides, in the order of the names. */
export function namesBehind(page: SpokenPage): ReadonlyMap<string, readonly string[]> {
  const behind = new Map<string, string[]>();
  const words = page.delegation?.words ?? [];
  const nameOf = new Map(words.map(({ from, fromName }) => [from, fromName]));
  for (const [elector, voter] of weighedPage(page)?.votesFor ?? [])
    if (voter) behind.set(voter, [...(behind.get(voter) ?? []), nameOf.get(elector)!].toSorted());
  return behind;
}

/** What a page tells its viewer of delegation. What somebody's ballot says is told to those who may see who voted what. */
export function delegationView(
  page: Page,
  viewer: { readonly personId: string | null; readonly seesBallots: boolean; readonly mayGive: boolean },
): ProposalDelegation | null {
  const weighed = weighedPage(page);
  if (!weighed) return null;
  return {
    inQuorum: page.rules?.delegation?.quorum ?? false,
    votes: [...weighed.votesFor.values()].filter((voter) => voter !== null).length,
    unresolved: Number(weighed.unresolved),
    mine: viewer.personId ? mine(page, weighed, { personId: viewer.personId, sees: viewer.seesBallots }) : null,
    iVoteFor: viewer.personId ? wordsTo(page, viewer.personId) : [],
    mayGive: viewer.mayGive,
  };
}

function mine(
  { delegation, ballots }: Page,
  { votesFor }: Weighed,
  viewer: { readonly personId: string; readonly sees: boolean },
): MyDelegation | null {
  const own = delegation!.words.filter(({ from }) => from === viewer.personId);
  const first = firstWords(own).get(viewer.personId);
  const word = own.find((one) => one === first);
  if (!word) return null;
  const ballot = ballots.find(({ personId }) => personId === votesFor.get(viewer.personId));
  const { id, to: toId, toName, scope, tag, until } = word;
  const choice = viewer.sees && ballot ? choiceView(ballot.choice) : null;
  return { id, toId, toName, scope, tag, until, voterName: ballot?.name ?? null, choice };
}

/** Whose words lead here, as if nobody had voted but this person: who else has voted is not theirs to know yet. */
function wordsTo({ delegation }: Page, personId: string): string[] {
  const { electors, words } = delegation!;
  const { votesFor } = weigh({ electors, delegations: words, voters: [personId] });
  const names = new Map(words.map(({ from, fromName }) => [from, fromName]));
  return [...votesFor].flatMap(([from, to]) => (to === personId ? [names.get(from)!] : [])).toSorted();
}

/** Who votes for somebody who has not: whom they gave their word, and the ballot at the end of the chain, if there is one. */
export interface Speaker {
  readonly toName: string;
  readonly voterName: string | null;
  readonly choice: Choice | null;
}

/** Everybody without a ballot who gave their word, and who speaks for them. */
export function speakersOf(page: SpokenPage): ReadonlyMap<string, Speaker> {
  const first = firstWords(page.delegation?.words ?? []);
  const speakers = new Map<string, Speaker>();
  for (const [elector, voter] of weighedPage(page)?.votesFor ?? []) {
    const ballot = page.ballots.find(({ personId }) => personId === voter);
    const word = page.delegation!.words.find((one) => one === first.get(elector))!;
    speakers.set(elector, { toName: word.toName, voterName: ballot?.name ?? null, choice: ballot?.choice ?? null });
  }
  return speakers;
}
