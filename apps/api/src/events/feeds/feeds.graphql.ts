import { Field, ID, ObjectType } from '@nestjs/graphql';

@ObjectType()
export class CalendarFeed {
  @Field(() => ID) id: string;
  @Field(() => String) label: string;
  @Field(() => Date) createdAt: Date;
  @Field(() => String, { nullable: true }) lastUsedOn: string | null;
}

@ObjectType()
export class NewCalendarFeed {
  @Field(() => String, { description: 'Shown once.' }) url: string;
}
