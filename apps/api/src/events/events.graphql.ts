import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Group } from '../groups/index.ts';
import { connectionOf } from '../platform/graphql/connection.ts';
import { EventAccess, EventAccessInput, eventKinds } from './event-details.graphql.ts';
import { RepeatsInput } from './series/repeats.graphql.ts';
import {
  AnswerDesk,
  AnswerOutlook,
  AnswerRules,
  AnswerRulesInput,
  Attendee,
  Rsvp,
  rsvpStatusWords,
} from './rsvps/rsvp.graphql.ts';

export const eventVisibilities = {
  PUBLIC: 'public',
  UNLISTED: 'unlisted',
  GROUP: 'group',
  INVITED: 'invited',
} as const;
export const eventStatusWords = {
  DRAFT: 'draft',
  SCHEDULED: 'scheduled',
  POSTPONED: 'postponed',
  CANCELLED: 'cancelled',
} as const;
export const locationAudiences = { EVERYONE: 'everyone', ATTENDEES: 'attendees', HOSTS: 'hosts' } as const;
export const attendeeAudiences = {
  HOSTS: 'hosts',
  ATTENDEES: 'attendees',
  MEMBERS: 'members',
  PUBLIC: 'public',
} as const;
registerEnumType(eventVisibilities, { name: 'EventVisibility' });
registerEnumType(eventStatusWords, { name: 'EventStatus' });
registerEnumType(locationAudiences, { name: 'LocationAudience' });
registerEnumType(attendeeAudiences, { name: 'AttendeeAudience' });

@ObjectType()
export class EventRights {
  @Field(() => Boolean) update: boolean;
  @Field(() => Boolean) cancel: boolean;
  @Field(() => Boolean) restore: boolean;
  @Field(() => Boolean) respond: boolean;
  @Field(() => Boolean) respondAsGuest: boolean;
  @Field(() => Boolean) comment: boolean;
  @Field(() => Boolean) seeAttendees: boolean;
  @Field(() => Boolean, { description: 'Approve, seat, remove, invite.' }) manageAnswers: boolean;
}

/** An event as this viewer may see it: what is hidden from them is absent, and `locationHidden` says so. */
@ObjectType('Event')
export class EventView {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => String, { description: 'At most 300 characters, for lists and previews.' }) summary: string;
  @Field(() => String, { description: 'Wall time in the zone, YYYY-MM-DDTHH:mm:ss.' }) startLocal: string;
  @Field(() => String) endLocal: string;
  @Field(() => String) zone: string;
  @Field(() => Boolean) allDay: boolean;
  @Field(() => Date) startAt: Date | string;
  @Field(() => Date) endAt: Date | string;
  @Field(() => String) placeName: string;
  @Field(() => String) placeAddress: string;
  @Field(() => String, { description: 'The coarse place, such as the town; shown to whoever sees the event.' })
  locality: string;
  @Field(() => String, { description: 'How to find it, and how to get in.' }) placeNote: string;
  @Field(() => String, { nullable: true }) onlineUrl: string | null;
  @Field(() => eventKinds) kind: string;
  @Field(() => String, { description: "The language spoken, as a BCP 47 tag; empty means the group's." })
  language: string;
  @Field(() => String, { description: 'What it costs, in words; empty means nothing.' }) priceNote: string;
  @Field(() => [String]) tags: string[];
  @Field(() => EventAccess) access: EventAccess;
  @Field(() => Boolean) locationHidden: boolean;
  @Field(() => eventVisibilities) visibility: string;
  @Field(() => eventStatusWords) status: string;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Field(() => Date, { nullable: true }) previousStartAt: Date | string | null;
  @Field(() => Int, { nullable: true }) capacity: number | null;
  @Field(() => Int, { nullable: true, description: 'Counts are null where hosts do not show them.' })
  seatsHeld: number | null;
  @Field(() => Int, { nullable: true, description: 'Null without a capacity.' }) placesLeft: number | null;
  @Field(() => Int, { nullable: true }) waiting: number | null;
  @Field(() => Int, { nullable: true }) maybes: number | null;
  @Field(() => Int) companionsMax: number;
  @Field(() => Boolean) guestRsvp: boolean;
  @Field(() => locationAudiences) locationShown: string;
  @Field(() => attendeeAudiences) attendeesShown: string;
  @Field(() => Int) posterSeed: number;
  @Field(() => String) color: string;
  @Field(() => ID, { nullable: true }) coverId: string | null;
  @Field(() => String) coverAlt: string;
  @Field(() => Boolean, { description: 'Whether those who come are reminded.' }) reminders: boolean;
  @Field(() => Int) version: number;
  @Field(() => Group) group: Group;
  @Field(() => String) hostName: string;
  @Field(() => ID) hostId: string;
  @Field(() => [Attendee], { description: 'At most 50; empty where this viewer may not see names.' })
  attendees: Attendee[];
  @Field(() => Int, {
    nullable: true,
    description: 'For hosts: how many have not said since it moved whether they still come.',
  })
  unansweredSinceMove: number | null;
  @Field(() => Int, { description: 'Of those whom this viewer may see, how many do not show their names.' })
  hiddenAttendees: number;
  @Field(() => Rsvp, { nullable: true }) myRsvp: Rsvp | null;
  @Field(() => AnswerRules) rules: AnswerRules;
  @Field(() => AnswerOutlook) outlook: AnswerOutlook;
  @Field(() => AnswerDesk, { nullable: true, description: 'For hosts.' }) desk: AnswerDesk | null;
  @Field(() => String, { nullable: true, description: 'Part of the address of an unlisted event.' })
  linkKey: string | null;
  @Field(() => EventRights) can: EventRights;
}

/** An event in a list. */
@ObjectType()
export class EventCard {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => String) startLocal: string;
  @Field(() => String) endLocal: string;
  @Field(() => String) zone: string;
  @Field(() => Boolean) allDay: boolean;
  @Field(() => Date) startAt: Date | string;
  @Field(() => Date) endAt: Date | string;
  @Field(() => String) placeName: string;
  @Field(() => String) locality: string;
  @Field(() => eventKinds) kind: string;
  @Field(() => eventStatusWords) status: string;
  @Field(() => Int) posterSeed: number;
  @Field(() => String) color: string;
  @Field(() => ID, { nullable: true }) coverId: string | null;
  @Field(() => Int, { nullable: true }) seatsHeld: number | null;
  @Field(() => Int, { nullable: true }) capacity: number | null;
  @Field(() => rsvpStatusWords, { nullable: true }) myStatus: string | null;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => Boolean, { description: 'Whether it is a night of a series.' }) repeats: boolean;
}

@ObjectType()
export class EventConnection extends connectionOf(EventCard) {}

@InputType()
export class EventFieldsInput {
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => String) startLocal: string;
  @Field(() => String) endLocal: string;
  @Field(() => String) zone: string;
  @Field(() => Boolean, { nullable: true }) allDay?: boolean | null;
  @Field(() => String, { nullable: true }) placeName?: string | null;
  @Field(() => String, { nullable: true }) placeAddress?: string | null;
  @Field(() => String, { nullable: true }) locality?: string | null;
  @Field(() => String, { nullable: true }) placeNote?: string | null;
  @Field(() => String, { nullable: true }) onlineUrl?: string | null;
  @Field(() => eventKinds, { nullable: true }) kind?: string | null;
  @Field(() => String, { nullable: true }) summary?: string | null;
  @Field(() => String, { nullable: true }) language?: string | null;
  @Field(() => String, { nullable: true }) priceNote?: string | null;
  @Field(() => [String], { nullable: true, description: 'At most 10; kept in lower case, words joined by hyphens.' })
  tags?: string[] | null;
  @Field(() => EventAccessInput, { nullable: true }) access?: EventAccessInput | null;
  @Field(() => eventVisibilities) visibility: string;
  @Field(() => Int, { nullable: true }) capacity?: number | null;
  @Field(() => Int, { nullable: true }) companionsMax?: number | null;
  @Field(() => Boolean, { nullable: true }) guestRsvp?: boolean | null;
  @Field(() => AnswerRulesInput, { nullable: true }) rules?: AnswerRulesInput | null;
  @Field(() => locationAudiences, { nullable: true }) locationShown?: string | null;
  @Field(() => attendeeAudiences, { nullable: true }) attendeesShown?: string | null;
  @Field(() => Int, { nullable: true }) posterSeed?: number | null;
  @Field(() => String, { nullable: true }) color?: string | null;
  @Field(() => ID, { nullable: true }) coverId?: string | null;
  @Field(() => String, { nullable: true }) coverAlt?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'On unless false.' }) reminders?: boolean | null;
}

@InputType()
export class CreateEventInput {
  @Field(() => ID) groupId: string;
  @Field(() => EventFieldsInput) fields: EventFieldsInput;
  @Field(() => Boolean, { nullable: true, description: 'Publishes at once unless false.' }) publish?: boolean | null;
  @Field(() => Date, { nullable: true, description: 'Stays a draft until then.' }) publishAt?: Date | null;
  @Field(() => ID, { nullable: true, description: 'An event of the group whose tasks come along.' })
  copyFrom?: string | null;
  @Field(() => RepeatsInput, { nullable: true, description: 'Makes a series; the answer is its first night.' })
  repeats?: RepeatsInput | null;
}

@InputType()
export class UpdateEventInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => EventFieldsInput) fields: EventFieldsInput;
  @Field(() => Boolean, { nullable: true, description: 'Publishes a draft.' }) publish?: boolean | null;
  @Field(() => Date, { nullable: true, description: 'When a draft is to publish itself; null: not by itself.' })
  publishAt?: Date | null;
  @Field(() => String, { nullable: true, description: 'Why time or place change: those who come read it.' })
  reason?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Tells those who come what changed, unless false: for typos.' })
  notify?: boolean | null;
}
