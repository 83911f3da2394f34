import { Field, ID, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Rhythm } from '#libs/money';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';

export const rhythmWords = { MONTH: 'month', QUARTER: 'quarter', YEAR: 'year' } as const;
registerEnumType(rhythmWords, { name: 'Rhythm' });

export const recurringEnds = { AUTHOR: 'author', DAY: 'day', MEMBERSHIP: 'membership', LINE: 'line' } as const;
registerEnumType(recurringEnds, { name: 'RecurringEnd' });
export type RecurringEnd = (typeof recurringEnds)[keyof typeof recurringEnds];

/** How an expense comes back: what its page says. */
@ObjectType()
export class Recurrence {
  @Field(() => ID) id: string;
  @Field(() => rhythmWords) every: Rhythm;
  @Field(() => String, { description: 'The day of the next draft, in the zone of the group.' }) nextOn: string;
  @Field(() => String, { nullable: true, description: 'The last day on which one is made.' }) until: string | null;
  @Field(() => recurringEnds, { nullable: true, description: 'Why it comes back no more.' })
  endedBy: RecurringEnd | null;
}

@ObjectType({ description: 'An expense that comes back: on each day of its rhythm a draft of its author is made.' })
export class RecurringExpense extends Recurrence {
  @Field(() => String) title: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => Boolean) mine: boolean;
  @Field(() => String) authorName: string;
  @Field(() => String) payeeName: string;
  @Field(() => String, { nullable: true }) lineName: string | null;
  @Field(() => ID, { description: 'The expense that it began with.' }) fromId: string;
  @Field(() => Boolean, { description: 'Its day has come, and there is no draft: its author has too many of them.' })
  waits: boolean;
  @Field(() => Boolean, { description: 'The membership of its author rests: no drafts are made meanwhile.' })
  paused: boolean;
  @Field(() => Boolean, { description: 'It has ended, and the viewer may let it come back again as it was.' })
  canResume: boolean;
}

@ObjectType()
export class RecurringExpenses {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => [RecurringExpense], { description: "One's own: those that come back first, then the newest ended." })
  mine: RecurringExpense[];
  @Field(() => [RecurringExpense], { description: 'Those of others, for the treasurer.' }) others: RecurringExpense[];
}

@InputType({ description: 'That an expense comes back.' })
export class RepeatInput {
  @Field(() => rhythmWords) every: Rhythm;
  @Field(() => String, { description: 'The day of the next draft.' }) nextOn: string;
  @Field(() => String, { nullable: true, description: 'The last day on which one is made; open where left out.' })
  until?: string | null;
}

@InputType()
export class ChangeRecurringInput extends RepeatInput {
  @Field(() => ID) id: string;
  @Field(() => MoneyInput, { description: 'What it comes to from the next draft on, in its currency.' })
  amount: MoneyInput;
}
