import type { Choice } from '#libs/voting';
import type { ProposalPartsFragment } from '../../../gql/graphql.ts';
import type { Answer } from './receipts.ts';

type Shown = NonNullable<ProposalPartsFragment['myChoice']>;

/** A choice as the API shows ballots, so that it is said in the same words. */
export function shownChoice(choice: Choice): Shown {
  const points = 'points' in choice ? Object.entries(choice.points) : null;
  return {
    option: 'option' in choice ? choice.option : null,
    options: 'options' in choice ? [...choice.options] : null,
    points: points?.map(([option, given]) => ({ option, points: given })) ?? null,
    ranking: 'ranking' in choice ? choice.ranking.map((rank) => [...rank]) : null,
    abstain: 'abstain' in choice,
  };
}

/** A ballot of the board as it was sealed. */
export function sealedAnswer({ abstain, ...choice }: Shown): Answer {
  return abstain ? { abstain } : choice;
}
