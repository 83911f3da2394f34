import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

/** Whom a reminder by hand reaches, before it is sent or after. */
@ObjectType()
export class ElectorReminder {
  @Field(() => ID) proposalId: string;
  @Field(() => Int) electors: number;
  @Field(() => Int, { description: 'Electors who have not voted: the audience.' }) undecided: number;
  @Field(() => Int, { description: 'Of them, those who let somebody vote for them.' }) delegating: number;
  @Field(() => Boolean) sent: boolean;
  @Field(() => Date, { nullable: true, description: 'When it may be sent; null: now.' }) nextAt: Date | null;
}
