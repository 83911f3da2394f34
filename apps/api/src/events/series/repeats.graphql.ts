import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Weekday } from '#libs/calendar';

export const repeatWords = {
  DAY: 'day',
  WEEK: 'week',
  MONTH_WEEKDAY: 'month-weekday',
  MONTH_DAY: 'month-day',
  YEAR: 'year',
  DATES: 'dates',
  RULE: 'rule',
} as const;
const weekdayWords = { MO: 'MO', TU: 'TU', WE: 'WE', TH: 'TH', FR: 'FR', SA: 'SA', SU: 'SU' } as const;
export const scopeWords = { FOLLOWING: 'following', ALL: 'all' } as const;
export type Scope = (typeof scopeWords)[keyof typeof scopeWords];
export const clockWords = { PLAIN: 'plain', GAP: 'gap', OVERLAP: 'overlap' } as const;
registerEnumType(repeatWords, {
  name: 'RepeatEvery',
  description: 'RULE: by a rule that no form offers, as the calendar wrote it from which the series came.',
});
registerEnumType(weekdayWords, { name: 'Weekday' });
registerEnumType(scopeWords, {
  name: 'SeriesScope',
  description: 'This night and all that follow, or all that are still to come.',
});
registerEnumType(clockWords, {
  name: 'ClockChange',
  description:
    'GAP: that time does not exist on the day and an hour later is meant. OVERLAP: it comes twice, the first is meant.',
});

/** How something repeats, in the words of the form. What is absent follows from the first day. */
export interface Repeats {
  every: (typeof repeatWords)[keyof typeof repeatWords];
  interval?: number | null;
  weekdays?: Weekday[] | null;
  nth?: number | null;
  weekday?: Weekday | null;
  day?: number | null;
  dates?: string[] | null;
  count?: number | null;
  until?: string | null;
  rule?: string | null;
}

@InputType()
export class RepeatsInput implements Repeats {
  @Field(() => repeatWords) every: Repeats['every'];
  @Field(() => Int, { nullable: true }) interval?: number | null;
  @Field(() => [weekdayWords], { nullable: true }) weekdays?: Weekday[] | null;
  @Field(() => Int, { nullable: true, description: '1 to 4, or -1 for the last.' }) nth?: number | null;
  @Field(() => weekdayWords, { nullable: true }) weekday?: Weekday | null;
  @Field(() => Int, { nullable: true, description: '1 to 28, or -1 for the last.' }) day?: number | null;
  @Field(() => [String], { nullable: true, description: 'Days given one by one, YYYY-MM-DD.' }) dates?: string[] | null;
  @Field(() => Int, { nullable: true }) count?: number | null;
  @Field(() => String, { nullable: true, description: 'The last day, YYYY-MM-DD.' }) until?: string | null;
  @Field(() => String, { nullable: true, description: 'For RULE: an RRULE of days or longer.' }) rule?: string | null;
}

@ObjectType('Repeats')
export class RepeatsView implements Repeats {
  @Field(() => repeatWords) every: Repeats['every'];
  @Field(() => Int, { nullable: true }) interval?: number | null;
  @Field(() => [weekdayWords], { nullable: true }) weekdays?: Weekday[] | null;
  @Field(() => Int, { nullable: true }) nth?: number | null;
  @Field(() => weekdayWords, { nullable: true }) weekday?: Weekday | null;
  @Field(() => Int, { nullable: true }) day?: number | null;
  @Field(() => [String], { nullable: true }) dates?: string[] | null;
  @Field(() => Int, { nullable: true }) count?: number | null;
  @Field(() => String, { nullable: true }) until?: string | null;
  @Field(() => String, { nullable: true, description: 'For RULE.' }) rule?: string | null;
}
