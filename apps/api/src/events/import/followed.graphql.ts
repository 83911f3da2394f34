import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { eventVisibilities } from '../events.graphql.ts';

/** A calendar elsewhere that a group follows: what changes there changes here. */
@ObjectType()
export class FollowedCalendar {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) url: string;
  @Field(() => eventVisibilities) visibility: string;
  @Field(() => Date, { nullable: true, description: 'When it was last read.' }) readAt: Date | string | null;
  @Field(() => Date) nextAt: Date | string;
  @Field(() => String, { nullable: true, description: 'Why the last reading failed.' }) fault: string | null;
}

@InputType()
export class FollowCalendarInput {
  @Field(() => ID) groupId: string;
  @Field(() => String) url: string;
  @Field(() => eventVisibilities) visibility: string;
}
