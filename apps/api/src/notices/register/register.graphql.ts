import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ProposalCard, ProposalFilterInput } from '../../decisions/index.ts';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { NoticeCard } from '../notices.graphql.ts';

export const registerKindWords = { PROPOSAL: 'proposal', NOTICE: 'notice' } as const;
export type RegisterKind = (typeof registerKindWords)[keyof typeof registerKindWords];
registerEnumType(registerKindWords, {
  name: 'RegisterKind',
  description: 'Decided by a vote, or done because nobody objected.',
});

@InputType({ description: 'What somebody looks for in the register. What is left out does not matter.' })
export class RegisterFilterInput extends ProposalFilterInput {
  @Field(() => registerKindWords, { nullable: true }) kind?: string | null;
}

@ObjectType({ description: 'A vote or a notice: one of the two.' })
export class RegisterEntry {
  @Field(() => registerKindWords) kind: string;
  @Field(() => ProposalCard, { nullable: true }) proposal: ProposalCard | null;
  @Field(() => NoticeCard, { nullable: true }) notice: NoticeCard | null;
}

@ObjectType()
export class RegisterConnection extends connectionOf(RegisterEntry) {}
