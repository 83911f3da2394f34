import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { EventHost } from '../hosts/hosts.graphql.ts';

export const photoReaders = { ATTENDEES: 'attendees', MEMBERS: 'members', PUBLIC: 'public' } as const;
registerEnumType(photoReaders, { name: 'PhotoReaders', description: 'PUBLIC: everybody who may see the event.' });

/** A picture of an event, as this viewer may see it. */
@ObjectType()
export class EventPhoto {
  @Field(() => ID) id: string;
  @Field(() => ID) fileId: string;
  @Field(() => String, { description: 'What is on it, for those who cannot see it.' }) alt: string;
  @Field(() => photoReaders) readers: string;
  @Field(() => String) byName: string;
  @Field(() => Boolean, { description: 'Taken down at the wish of somebody shown; only its hosts still see it.' })
  hidden: boolean;
  @Field(() => String, { description: 'What was said with the wish; for hosts.' }) hiddenWhy: string;
  @Field(() => Boolean) canManage: boolean;
}

/** Who hosts an event beside its group, and what is kept of it. */
@ObjectType()
export class EventSides {
  @Field(() => [EventHost]) hosts: EventHost[];
  @Field(() => [EventPhoto]) photos: EventPhoto[];
  @Field(() => String, { description: 'Written afterwards, as Markdown; empty where nobody has.' }) summary: string;
  @Field(() => String) summaryHtml: string;
  @Field(() => String, { nullable: true }) summaryBy: string | null;
  @Field(() => Boolean) canAddPhotos: boolean;
  @Field(() => Boolean, { description: 'Of the viewer: writes the summary, asks co-hosts.' }) isHost: boolean;
  @Field(() => Date, { nullable: true, description: 'When a draft publishes itself.' }) publishAt: Date | string | null;
}

@InputType()
export class AddPhotoInput {
  @Field(() => ID) eventId: string;
  @Field(() => ID, { description: 'Of an upload of the viewer in the group of the event.' }) fileId: string;
  @Field(() => String) alt: string;
  @Field(() => photoReaders) readers: 'attendees' | 'members' | 'public';
}
