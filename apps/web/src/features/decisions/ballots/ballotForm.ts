import type { CastBallotInput, ProposalPartsFragment } from '../../../gql/graphql.ts';
import { amountText } from '../../../platform/money.ts';
import { i18n, say } from '../../../platform/words.ts';
import { optionLabel } from '../stances.ts';
import type { Ranking } from './ranking.ts';

export type Proposal = ProposalPartsFragment;
export type Option = Proposal['options'][number];
type Choice = NonNullable<Proposal['myChoice']>;

/** What a ballot paper holds while somebody fills it in, whatever the kind. */
export interface Paper {
  option: string | null;
  options: readonly string[];
  points: Readonly<Record<string, number>>;
  ranking: Ranking;
}

/** Stands for abstaining where one answer is chosen of many. */
export const ABSTAIN = 'abstain';

/** The options that still stand. */
export function standing(proposal: Proposal): readonly Option[] {
  return proposal.options.filter(({ withdrawn }) => !withdrawn);
}

/** The paper as it was handed in last, without options that were withdrawn since; else an empty one. */
export function paperOf(proposal: Proposal): Paper {
  const choice = proposal.myChoice;
  const stands = new Set(standing(proposal).map(({ id }) => id));
  const points = choice?.points?.filter(({ option }) => stands.has(option)) ?? [];
  return {
    option: choice?.abstain ? ABSTAIN : choice?.option && stands.has(choice.option) ? choice.option : null,
    options: choice?.options?.filter((id) => stands.has(id)) ?? [],
    points: Object.fromEntries(points.map((one) => [one.option, one.points])),
    ranking: (choice?.ranking ?? [])
      .map((rank) => rank.filter((id) => stands.has(id)))
      .filter((rank) => rank.length > 0),
  };
}

type Answer = Pick<CastBallotInput, 'option' | 'options' | 'points' | 'ranking' | 'abstain'>;

/** What is sent of a paper, or null where nothing was said yet. */
export function answerOf(proposal: Proposal, paper: Paper): Answer | null {
  switch (proposal.ballot) {
    case 'STANCE':
    case 'CHOICE':
      if (paper.option === null) return null;
      return isAbstention(proposal, paper.option) ? { abstain: true } : { option: paper.option };
    case 'APPROVAL':
    case 'PROJECTS':
      return paper.options.length > 0 ? { options: [...paper.options] } : null;
    case 'SCORE':
      return Object.keys(paper.points).length > 0 ? { points: pointsOf(proposal, paper) } : null;
    case 'DOTS':
      return dotsGiven(paper) > 0 ? { points: pointsOf(proposal, paper).filter(({ points }) => points > 0) } : null;
    case 'ALLOTMENT':
      return dotsGiven(paper) > 0 ? { points: pointsOf(proposal, paper).filter(({ points }) => points > 0) } : null;
    case 'RANKING':
      return paper.ranking.length > 0 ? { ranking: paper.ranking.map((rank) => [...rank]) } : null;
  }
}

/** A stance of that name is a stance like others. */
function isAbstention(proposal: Proposal, option: string): boolean {
  return option === ABSTAIN && !proposal.options.some(({ id }) => id === ABSTAIN);
}

function pointsOf(proposal: Proposal, { points }: Paper): { option: string; points: number }[] {
  return standing(proposal).map(({ id }) => ({ option: id, points: points[id] ?? 0 }));
}

/** How many dots are on the paper. */
export function dotsGiven({ points }: Paper): number {
  return Object.values(points).reduce((sum, dots) => sum + dots, 0);
}

/** What is wrong with a paper before it is sent, in words, or null. The server checks it all again. */
export function faultOf(proposal: Proposal, paper: Paper): string | null {
  if (proposal.ballot === 'ALLOTMENT') return allotFault(proposal, paper);
  if (answerOf(proposal, paper) === null) return say(`decisions.fault.${proposal.ballot}`);
  const { min, max, dots, spendAll } = proposal.settings;
  const chosen = paper.options.length;
  if (proposal.ballot === 'APPROVAL' && min && chosen < min) return say('decisions.fault.tooFew', { count: min });
  if (proposal.ballot === 'APPROVAL' && max && chosen > max)
    return say('decisions.fault.tooMany', { count: max, chosen });
  if (proposal.ballot === 'DOTS' && spendAll && dotsGiven(paper) < dots!)
    return say('decisions.fault.unspent', { count: dots! - dotsGiven(paper) });
  return null;
}

function allotFault({ settings }: Proposal, paper: Paper): string | null {
  const given = dotsGiven(paper);
  if (given === 0) return say('allot.fault.nothing');
  const share = settings.share!;
  if (BigInt(given) <= BigInt(share.minor)) return null;
  return say('allot.fault.share', {
    share: amountText(share),
    given: amountText({ minor: String(given), currency: share.currency }),
  });
}

/** What the server says of a ballot that it did not take. */
export interface Refused {
  readonly message: string;
  readonly code?: string;
  readonly option?: string | null | undefined;
}

/** Why the server did not take a ballot, in the language of the page; where we have no words for it, the server's. */
export function refusalText(proposal: Pick<Proposal, 'options' | 'settings'>, refused: Refused | string): string {
  if (typeof refused === 'string') return refused;
  const key = `decisions.refused.${refused.code}`;
  if (!refused.code || !i18n.global.te(key)) return refused.message;
  const option = proposal.options.find(({ id }) => id === refused.option);
  const { dots, highest, max } = proposal.settings;
  return say(key, {
    option: option ? optionLabel(option) : '',
    dots: dots ?? 0,
    highest: highest ?? 0,
    most: max ?? 0,
  });
}

/** Whether this answer must say why. */
export function needsReason(proposal: Proposal, option: string | null): boolean {
  const role = proposal.options.find(({ id }) => id === option)?.role;
  switch (proposal.reasons) {
    case 'OFF':
    case 'OPTIONAL':
      return false;
    case 'REQUIRED':
      return true;
    case 'REQUIRED_FOR_NO_AND_BLOCK':
      return role === 'NO' || role === 'BLOCK';
    case 'REQUIRED_FOR_BLOCK':
      return role === 'BLOCK';
  }
}

/** What somebody answered, in one line; what is equal stands in the order of the options. */
export function choiceText(
  proposal: {
    ballot?: Proposal['ballot'];
    options: readonly (Pick<Option, 'id' | 'label'> & Partial<Pick<Option, 'stretch'>>)[];
  },
  choice: Choice,
): string {
  const word = (id: string): string => {
    const option = proposal.options.find((one) => one.id === id);
    return option ? optionLabel(option) : id;
  };
  const inOrder = (ids: readonly string[]): string[] =>
    proposal.options.filter(({ id }) => ids.includes(id)).map(({ id }) => word(id));
  if (choice.abstain) return say('decisions.option.abstain');
  if (choice.option) return word(choice.option);
  if (choice.options) return choice.options.length > 0 ? inOrder(choice.options).join(', ') : say('decisions.none');
  if (choice.ranking) return choice.ranking.map((rank, at) => `${at + 1}. ${inOrder(rank).join(' = ')}`).join(', ');
  const given = (choice.points ?? []).filter(({ points }) => points > 0).toSorted((a, b) => b.points - a.points);
  const figure = (option: string, points: number): string => {
    const stretch = proposal.options.find(({ id }) => id === option)?.stretch;
    return stretch && proposal.ballot === 'ALLOTMENT'
      ? amountText({ minor: String(points), currency: stretch.currency })
      : String(points);
  };
  return (
    given.map(({ option, points }) => `${word(option)} ${figure(option, points)}`).join(', ') || say('decisions.none')
  );
}
