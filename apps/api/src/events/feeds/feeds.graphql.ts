import { Field, ID, ObjectType } from '@nestjs/graphql';
import { FeedOptions } from './feed-options.ts';

@ObjectType()
export class CalendarFeed {
  @Field(() => ID) id: string;
  @Field(() => String) label: string;
  @Field(() => Date) createdAt: Date;
  @Field(() => String, { nullable: true }) lastUsedOn: string | null;
  @Field(() => String, { nullable: true, description: 'The family of the program that fetched last.' })
  lastClient: string | null;
  @Field(() => FeedOptions) options: FeedOptions;
}

@ObjectType({ description: 'The addresses behind one token. Shown once.' })
export class NewCalendarFeed {
  @Field(() => String, { description: 'What I go to.' }) url: string;
  @Field(() => String, { description: 'What my groups plan.' }) groupsUrl: string;
  @Field(() => String, { description: 'When votes close in which I have a say.' }) deadlinesUrl: string;
  @Field(() => String, { description: 'With /g/<handle>.ics behind it: one group.' }) base: string;
}
