import { Field, InputType, ObjectType } from '@nestjs/graphql';

/** Which mails a person wants, of those they may do without. */
@ObjectType('MailChoices')
export class MailChoicesView {
  @Field(() => Boolean, { description: 'A reminder the day before.' }) dayBefore: boolean;
  @Field(() => Boolean, { description: 'A reminder in the morning of the day, or the evening before an early start.' })
  morning: boolean;
  @Field(() => Boolean, { description: 'One question afterwards.' }) after: boolean;
  @Field(() => Boolean, { description: 'What hosts write to those who come.' }) hosts: boolean;
  @Field(() => Boolean, { description: 'The event as an invitation for my calendar, when I say that I come.' })
  invitations: boolean;
  @Field(() => Boolean, { description: 'A reminder of votes that close soon, while I have not voted.' })
  voteReminders: boolean;
  @Field(() => Boolean, { description: 'How votes came out.' }) voteOutcomes: boolean;
}

/** What is absent stays as it is. */
@InputType()
export class ChooseMailsInput {
  @Field(() => Boolean, { nullable: true }) dayBefore?: boolean | null;
  @Field(() => Boolean, { nullable: true }) morning?: boolean | null;
  @Field(() => Boolean, { nullable: true }) after?: boolean | null;
  @Field(() => Boolean, { nullable: true }) hosts?: boolean | null;
  @Field(() => Boolean, { nullable: true }) invitations?: boolean | null;
  @Field(() => Boolean, { nullable: true }) voteReminders?: boolean | null;
  @Field(() => Boolean, { nullable: true }) voteOutcomes?: boolean | null;
}
