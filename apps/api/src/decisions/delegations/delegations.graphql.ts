import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { BallotChoice } from '../ballots.graphql.ts';

export const scopeWords = { PROPOSAL: 'proposal', TAG: 'tag', GROUP: 'group' } as const;
export const delegationModeWords = { OFF: 'off', BESIDE_QUORUM: 'beside_quorum', IN_QUORUM: 'in_quorum' } as const;
registerEnumType(scopeWords, { name: 'DelegationScope' });
registerEnumType(delegationModeWords, {
  name: 'DelegationMode',
  description: 'Whether members may vote for others, and whether such votes count towards the quorum.',
});

/** Somebody lets somebody else vote for them, unless they do themselves. */
@ObjectType()
export class Delegation {
  @Field(() => ID) id: string;
  @Field(() => ID) fromId: string;
  @Field(() => String) fromName: string;
  @Field(() => ID) toId: string;
  @Field(() => String) toName: string;
  @Field(() => scopeWords) scope: string;
  @Field(() => String, { nullable: true }) tag: string | null;
  @Field(() => ID, { nullable: true }) proposalId: string | null;
  @Field(() => String, { nullable: true }) proposalTitle: string | null;
  @Field(() => Date) since: Date | string;
  @Field(() => Date, { nullable: true }) until: Date | string | null;
}

/** Who votes for whom in a group. */
@ObjectType()
export class DelegationBoard {
  @Field(() => ID) groupId: string;
  @Field(() => delegationModeWords) mode: string;
  @Field(() => [Delegation]) delegations: Delegation[];
  @Field(() => [String], { description: 'The topics of the votes so far.' }) topics: string[];
  @Field(() => Boolean) mayGive: boolean;
}

/** Who votes for me in a vote, unless I do. */
@ObjectType()
export class MyDelegation {
  @Field(() => ID, { nullable: true, description: 'Null once the vote is over.' }) id: string | null;
  @Field(() => ID) toId: string;
  @Field(() => String) toName: string;
  @Field(() => scopeWords) scope: string;
  @Field(() => String, { nullable: true }) tag: string | null;
  @Field(() => Date, { nullable: true }) until: Date | string | null;
  @Field(() => String, {
    nullable: true,
    description: 'Whose ballot speaks for me: at the end of the chain. Null while nobody on it has voted.',
  })
  voterName: string | null;
  @Field(() => BallotChoice, {
    nullable: true,
    description: 'What that ballot says; absent while the results are not for this viewer.',
  })
  choice: BallotChoice | null;
}

@ObjectType()
export class ProposalDelegation {
  @Field(() => Boolean, { description: 'Votes cast by delegation count towards the quorum.' }) inQuorum: boolean;
  @Field(() => Int, { description: 'Electors for whom the ballot of another speaks.' }) votes: number;
  @Field(() => Int, { description: 'Electors who let somebody vote for them, where nobody on the way has voted.' })
  unresolved: number;
  @Field(() => MyDelegation, { nullable: true }) mine: MyDelegation | null;
  @Field(() => [String], { description: 'For whom my ballot speaks, unless they vote themselves.' })
  iVoteFor: string[];
  @Field(() => Boolean) mayGive: boolean;
}

@InputType()
export class GiveDelegationInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID) toId: string;
  @Field(() => String, { nullable: true, description: 'Only votes about this topic.' }) tag?: string | null;
  @Field(() => ID, { nullable: true, description: 'Only this vote.' }) proposalId?: string | null;
  @Field(() => String, { nullable: true, description: 'The last day, YYYY-MM-DD in the zone of the group.' })
  untilOn?: string | null;
}
