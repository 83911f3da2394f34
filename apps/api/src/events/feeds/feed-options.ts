import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { BadInput } from '../../platform/graphql/errors.ts';
import { say } from '../../platform/words/words.ts';

/** What the owner of an address wants to see in it. */
@ObjectType()
export class FeedOptions {
  @Field(() => Boolean, { description: 'What I said maybe to.' }) maybe: boolean;
  @Field(() => Boolean, { description: 'Where I wait for a place.' }) waitlist: boolean;
  @Field(() => Boolean, { description: 'What I was invited to and have not answered.' }) invited: boolean;
  @Field(() => Boolean, { description: 'Dates of open polls on which I can come.' }) candidates: boolean;
  @Field(() => Boolean, {
    description: 'Says in the title that an event is cancelled: Google drops cancelled entries without a word.',
  })
  cancelledInTitle: boolean;
  @Field(() => Int, { description: 'An alarm so many minutes before what I go to and before deadlines; 0 is none.' })
  alarmMinutes: number;
  @Field(() => Boolean, { description: 'Deadlines as tasks to tick off: Google shows none of those.' })
  deadlinesAsTasks: boolean;
}

@InputType()
export class FeedOptionsInput {
  @Field(() => Boolean, { nullable: true }) maybe?: boolean | null;
  @Field(() => Boolean, { nullable: true }) waitlist?: boolean | null;
  @Field(() => Boolean, { nullable: true }) invited?: boolean | null;
  @Field(() => Boolean, { nullable: true }) candidates?: boolean | null;
  @Field(() => Boolean, { nullable: true }) cancelledInTitle?: boolean | null;
  @Field(() => Int, { nullable: true }) alarmMinutes?: number | null;
  @Field(() => Boolean, { nullable: true }) deadlinesAsTasks?: boolean | null;
}

const WEEK_MINUTES = 7 * 24 * 60;

/** Options as they are kept in a link: what was never said is as most people want it. */
export function feedOptions(kept: Readonly<Record<string, unknown>> | FeedOptionsInput): FeedOptions {
  const said = kept as FeedOptionsInput;
  return {
    maybe: said.maybe ?? true,
    waitlist: said.waitlist ?? true,
    invited: said.invited ?? false,
    candidates: said.candidates ?? true,
    cancelledInTitle: said.cancelledInTitle ?? false,
    alarmMinutes: said.alarmMinutes ?? 0,
    deadlinesAsTasks: said.deadlinesAsTasks ?? false,
  };
}

/** Options as somebody says them: what is absent is left out. Throws for an alarm that is no time within a week. */
export function saidOptions(input: FeedOptionsInput, field = 'alarmMinutes'): FeedOptionsInput {
  const { alarmMinutes: minutes } = input;
  if (minutes != null && !(Number.isInteger(minutes) && minutes >= 0 && minutes <= WEEK_MINUTES))
    throw new BadInput(field, say`Say how many minutes before, from 0 (no alarm) to ${WEEK_MINUTES} (a week).`);
  return Object.fromEntries(Object.entries(input).filter(([, said]) => said != null));
}

/** What the address of a calendar asks for this once: `?alarm=60`, `?as=todo` or `?as=event`. */
export function askedOptions({ alarm, as }: Readonly<Record<string, unknown>>): FeedOptionsInput {
  return saidOptions(
    {
      ...(typeof alarm === 'string' ? { alarmMinutes: /^\d{1,9}$/.test(alarm) ? Number(alarm) : Number.NaN } : {}),
      ...(as === 'todo' || as === 'event' ? { deadlinesAsTasks: as === 'todo' } : {}),
    },
    'alarm',
  );
}

/** The states of an answer that a feed with these options shows. */
export function statusesOf(options: FeedOptions): string[] {
  return [
    'going',
    ...(options.maybe ? ['maybe'] : []),
    ...(options.waitlist ? ['waitlisted', 'offered', 'requested'] : []),
    ...(options.invited ? ['invited'] : []),
  ];
}
