import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { EventFieldsInput, eventStatusWords, EventView } from '../events.graphql.ts';
import { answers, type AnswerWord, rsvpStatusWords } from '../rsvps/rsvp.graphql.ts';
import { clockWords, RepeatsInput, type Scope, scopeWords } from './repeats.graphql.ts';
import { Said } from '../../platform/graphql/said.ts';
import { type Words } from '../../platform/words/words.ts';

export const fateWords = {
  KEPT: 'kept',
  MOVED: 'moved',
  CANCELLED: 'cancelled',
  REMOVED: 'removed',
  ADDED: 'added',
} as const;
registerEnumType(fateWords, {
  name: 'NightFate',
  description: 'What a change makes of a night. CANCELLED: people had answered and are told. REMOVED: nobody had.',
});

/** A date that a series would have. */
@ObjectType()
export class SeriesDate {
  @Field(() => String) startLocal: string;
  @Field(() => clockWords) clock: string;
  @Field(() => String, { description: 'What the clock shows at that moment.' }) shownLocal: string;
}

@ObjectType()
export class RepeatsFault {
  @Field(() => String) code: string;
  @Field(() => Int, { nullable: true }) most: number | null;
  @Field(() => String, { nullable: true, description: 'The next day that fits, YYYY-MM-DD.' }) next: string | null;
  @Said()
  @Field(() => String)
  message: Words;
}

/** The next dates of what is being typed, with the days on which the clocks interfere; or why it is not offered. */
@ObjectType()
export class SeriesPreview {
  @Field(() => [SeriesDate]) dates: SeriesDate[];
  @Field(() => Boolean) more: boolean;
  @Field(() => [SeriesDate], { description: 'Of the next five years, at most 20.' }) warnings: SeriesDate[];
  @Field(() => RepeatsFault, { nullable: true }) fault: RepeatsFault | null;
}

/** What becomes of one night. */
@ObjectType()
export class NightChange {
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) from: string | null;
  @Field(() => String, { nullable: true }) to: string | null;
  @Field(() => fateWords) what: (typeof fateWords)[keyof typeof fateWords];
  @Field(() => Int, { description: 'Places held and answers that hold none.' }) people: number;
}

/** What a change of a series does, or with `dryRun` would do: exactly this. */
@ObjectType()
export class SeriesChange {
  @Field(() => [NightChange]) nights: NightChange[];
  @Field(() => Boolean, { description: 'Whether what follows becomes a series of its own.' }) splits: boolean;
  @Field(() => Int, { description: 'How many people are told, each once.' }) told: number;
  @Field(() => EventView, {
    nullable: true,
    description: 'The night from which it was asked for, as it is now; null where it has vanished.',
  })
  event?: EventView | null;
}

/** A night of a series in the list on an event's page. */
@ObjectType()
export class SeriesNight {
  @Field(() => ID) id: string;
  @Field(() => String) startLocal: string;
  @Field(() => Date) startAt: Date | string;
  @Field(() => eventStatusWords) status: string;
  @Field(() => Boolean, { description: 'It takes place at another time than the series.' }) moved: boolean;
  @Field(() => rsvpStatusWords, { nullable: true }) myStatus: string | null;
}

@ObjectType()
export class SeriesRsvp {
  @Field(() => answers) answer: AnswerWord;
  @Field(() => Int) seats: number;
}

/** The series behind a night, as this viewer sees it. */
@ObjectType('Series')
export class SeriesView {
  @Field(() => ID) id: string;
  @Field(() => ID, { description: 'What is split off keeps the line of what it continues.' }) lineId: string;
  @Field(() => Int, { description: 'The how manieth this night is.' }) night: number;
  @Field(() => Boolean) ended: boolean;
  @Field(() => Boolean) moved: boolean;
  @Field(() => [SeriesNight], { description: 'The next that are to come, at most 8.' }) nights: SeriesNight[];
  @Field(() => SeriesRsvp, { nullable: true, description: 'My answer for all of them.' }) mine: SeriesRsvp | null;
  start_local: string;
  zone: string;
  all_day: boolean;
  rule: string | null;
  rdates: string[];
  exdates: string[];
  ends_before: string | null;
  original: string;
}

@InputType()
export class ChangeSeriesInput {
  @Field(() => ID, { description: 'The night from which it was asked for.' }) eventId: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => scopeWords) scope: Scope;
  @Field(() => EventFieldsInput) fields: EventFieldsInput;
  @Field(() => RepeatsInput) repeats: RepeatsInput;
  @Field(() => String, { nullable: true, description: 'Needed where nights with people are cancelled.' })
  reason?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Publishes a draft with all its nights.' })
  publish?: boolean | null;
  @Field(() => Date, { nullable: true, description: 'When a draft is to publish itself; null: not by itself.' })
  publishAt?: Date | null;
  @Field(() => Boolean, { nullable: true }) dryRun?: boolean | null;
}

@InputType()
export class CancelSeriesInput {
  @Field(() => ID) eventId: string;
  @Field(() => scopeWords) scope: Scope;
  @Field(() => String) reason: string;
  @Field(() => Boolean, { nullable: true }) dryRun?: boolean | null;
}

@InputType()
export class RespondToSeriesInput {
  @Field(() => ID, { description: 'Any night of it.' }) eventId: string;
  @Field(() => answers, { description: 'NO takes the answer for all back; what was answered for one night stays.' })
  answer: AnswerWord;
  @Field(() => Int, { nullable: true }) companions?: number | null;
  @Field(() => String) idempotencyKey: string;
}

/** What an answer for all nights came to. */
@ObjectType()
export class SeriesAnswered {
  @Field(() => Int) going: number;
  @Field(() => Int) maybe: number;
  @Field(() => Int) waitlisted: number;
  @Field(() => Int, { description: 'Nights given free again.' }) released: number;
  @Field(() => Int, { description: 'Nights with an answer of their own, left as they were.' }) own: number;
  @Field(() => Int, { description: 'Nights that take no more answers or have not that many places.' }) refused: number;
  @Field(() => EventView, { nullable: true }) event: EventView | null;
}
