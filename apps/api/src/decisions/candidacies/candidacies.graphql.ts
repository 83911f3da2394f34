import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';

export const candidacyWords = { ASKED: 'asked', STANDS: 'stands', DECLINED: 'declined', SILENT: 'silent' } as const;
registerEnumType(candidacyWords, {
  name: 'CandidacyState',
  description: 'SILENT: the vote opened before they answered; they are not on the ballot.',
});

/** Somebody who was named for an election. */
@ObjectType()
export class Candidate {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => candidacyWords) state: string;
  @Field(() => String, { nullable: true, description: 'Who named them, where somebody else did.' })
  namedBy: string | null;
}

/** An election that I am asked to stand in. */
@ObjectType()
export class CandidacyAsked {
  @Field(() => ID) proposalId: string;
  @Field(() => String) title: string;
  @Field(() => Date, { description: 'Who has not answered by then is not on the ballot.' }) opensAt: Date | string;
  @Field(() => String) namedBy: string;
  @Field(() => String) groupName: string;
  @Field(() => String) groupHandle: string;
}

/** What the link of a mail opens for somebody who is asked to stand. */
@ObjectType()
export class LinkedCandidacy {
  @Field(() => String, { description: 'Whose answer it is.' }) name: string;
  @Field(() => candidacyWords) state: string;
  @Field(() => String) namedBy: string;
  @Field(() => ID) proposalId: string;
  @Field(() => String) title: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => String) groupName: string;
  @Field(() => String) zone: string;
  @Field(() => Date, { nullable: true }) opensAt: Date | string | null;
  @Field(() => Boolean, { description: 'Whether there is still time to answer.' }) isOpen: boolean;
}
