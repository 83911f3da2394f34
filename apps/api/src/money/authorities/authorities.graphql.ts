import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LinkedProposal } from '../../decisions/index.ts';
import { dutyKinds } from '../../groups/index.ts';
import { MoneyValue } from '../../platform/graphql/money.type.ts';

export const authorityStates = { AHEAD: 'AHEAD', RUNS: 'RUNS', USED: 'USED', ENDED: 'ENDED' } as const;
registerEnumType(authorityStates, { name: 'SpendingAuthorityState' });

export const authorityEnds = { WITHDRAWN: 'withdrawn', DAY: 'day', MEMBERSHIP: 'membership' } as const;
registerEnumType(authorityEnds, { name: 'SpendingAuthorityEnd' });

@ObjectType({ description: 'What a decision lets a member, or whoever has a duty, approve alone.' })
export class SpendingAuthority {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'What it is for.' }) what: string;
  @Field(() => String, { nullable: true, description: 'The member who holds it; null where it hangs on a duty.' })
  personName: string | null;
  @Field(() => dutyKinds, { nullable: true }) duty: string | null;
  @Field(() => [String], { description: 'Who holds it today.' }) holders: string[];
  @Field(() => Boolean, { description: 'Whether the viewer holds it today.' }) mine: boolean;
  @Field(() => MoneyValue, { description: 'At a time.' }) each: MoneyValue;
  @Field(() => MoneyValue, { description: 'In all.' }) ceiling: MoneyValue;
  @Field(() => MoneyValue) used: MoneyValue;
  @Field(() => MoneyValue) left: MoneyValue;
  @Field(() => String) fundName: string;
  @Field(() => String) fundKind: string;
  @Field(() => ID, { nullable: true }) lineId: string | null;
  @Field(() => String, { nullable: true }) lineName: string | null;
  @Field(() => Boolean, { description: 'A budget line was opened with it, which holds the money.' }) holds: boolean;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => String, { nullable: true }) category: string | null;
  @Field(() => String, { nullable: true, description: "The group's own word for it." }) categoryName: string | null;
  @Field(() => String) from: string;
  @Field(() => String, { nullable: true }) until: string | null;
  @Field(() => authorityStates) state: keyof typeof authorityStates;
  @Field(() => authorityEnds, { nullable: true }) endedBy: string | null;
  @Field(() => LinkedProposal, { nullable: true, description: 'It took back the decision that gave it.' })
  takenBackBy: LinkedProposal | null;
  @Field(() => ID) proposalId: string;
  @Field(() => Int) proposalNumber: number;
  @Field(() => String) proposalTitle: string;
}

@ObjectType({
  description: 'Who may spend what by decisions of the group; the rules for everything else stand in its rulebook.',
})
export class SpendingAuthorities {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => [SpendingAuthority], { description: 'Those that run first, then the newest of those that have ended.' })
  authorities: SpendingAuthority[];
}
