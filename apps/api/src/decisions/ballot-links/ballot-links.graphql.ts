import { createUnionType, Field, ObjectType } from '@nestjs/graphql';
import { BallotRefused, VotingClosed } from '../ballots.graphql.ts';
import { ProposalText } from '../life/life.graphql.ts';
import { ProposalView } from '../proposals.graphql.ts';

/** One person's ballot in one vote, as the link in their mail opens it. Without results. */
@ObjectType()
export class LinkedBallot {
  @Field(() => String, { description: 'In whose name the link votes.' }) name: string;
  @Field(() => ProposalView) proposal: ProposalView;
  @Field(() => ProposalText, {
    nullable: true,
    description: 'The text that the mail was about, where it is another by now.',
  })
  sent: ProposalText | null;
}

export const LinkedBallotResult = createUnionType({
  name: 'LinkedBallotResult',
  types: () => [LinkedBallot, VotingClosed, BallotRefused] as const,
});
