import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { eventVisibilities } from '../events.graphql.ts';

export const dateAnswers = { YES: 'yes', IF_NEED_BE: 'maybe', NO: 'no' } as const;
export type DateAnswerWord = (typeof dateAnswers)[keyof typeof dateAnswers];
export const pollStates = { OPEN: 'open', CLOSED: 'closed', WITHDRAWN: 'withdrawn' } as const;
export const dateLeads = {
  WISHES: 'wishes',
  YES: 'yes',
  REACH: 'reach',
  FEWEST_NO: 'no',
  EARLIER: 'earlier',
} as const;
registerEnumType(dateAnswers, {
  name: 'DateAnswerWord',
  description: 'IF_NEED_BE: I can, if there is no better date.',
});
registerEnumType(pollStates, { name: 'DatePollStatus' });
registerEnumType(dateLeads, {
  name: 'DateLead',
  description:
    'Why a date stands before the next: it has what was wished for, more yes, more who can at all, fewer no, or it is earlier.',
});

@ObjectType()
export class DateAnswer {
  @Field(() => ID) optionId: string;
  @Field(() => dateAnswers) answer: DateAnswerWord;
}

/** What one person says to the dates of a poll. */
@ObjectType()
export class DateSheet {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => String) note: string;
  @Field(() => [DateAnswer]) answers: DateAnswer[];
}

/** Somebody without whom a date makes no sense, and why. */
@ObjectType()
export class NeededPerson {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => String, { description: 'Such as "has the key"; may be empty.' }) why: string;
}

/** A date of a poll and how many said what to it. */
@ObjectType({ isAbstract: true })
abstract class SaidDate {
  @Field(() => ID) id: string;
  @Field(() => String) zone: string;
  @Field(() => Boolean) allDay: boolean;
  @Field(() => Date) startAt: Date | string;
  @Field(() => Date) endAt: Date | string;
  @Field(() => String) placeName: string;
  @Field(() => Int) yes: number;
  @Field(() => Int) ifNeedBe: number;
  @Field(() => Int) no: number;
}

/** A candidate date, with what was said to it. */
@ObjectType()
export class DateOption extends SaidDate {
  @Field(() => String) startLocal: string;
  @Field(() => String) endLocal: string;
  @Field(() => Int, { description: '1 is the date that fits best.' }) rank: number;
  @Field(() => dateLeads, { nullable: true }) lead: string | null;
  @Field(() => [NeededPerson], {
    description: 'Those needed who have not said that they can; empty where this viewer may not see names.',
  })
  missing: NeededPerson[];
  @Field(() => Boolean, { description: 'Whether it has the least number of yes that was wished for.' })
  isEnough: boolean;
  @Field(() => Boolean, { description: 'Added after the viewer answered, and not answered by them yet.' })
  isNew: boolean;
}

/** A date that was offered once. What was said to it is kept and counts for nothing. */
@ObjectType()
export class WithdrawnDate extends SaidDate {}

@ObjectType()
export class DatePollRights {
  @Field(() => Boolean) answer: boolean;
  @Field(() => Boolean) answerAsGuest: boolean;
  @Field(() => Boolean) update: boolean;
  @Field(() => Boolean) close: boolean;
}

/** A question for a date. Closing it makes the event. */
@ObjectType()
export class DatePoll {
  @Field(() => ID) id: string;
  @Field(() => Int, { description: 'Rises with each change; `updateDatePoll` takes the one it was made from.' })
  version: number;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => pollStates) status: string;
  @Field(() => eventVisibilities) visibility: string;
  @Field(() => Boolean) guests: boolean;
  @Field(() => String) placeName: string;
  @Field(() => Int, { description: 'So many must surely come; 0 where nobody said.' }) least: number;
  @Field(() => Int, { nullable: true }) capacity: number | null;
  @Field(() => Date) closesAt: Date | string;
  @Field(() => Boolean, { description: 'Past its deadline: no more answers, it waits for somebody to choose.' })
  isOver: boolean;
  @Field(() => ID) groupId: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => String) groupColor: string;
  @Field(() => String) zone: string;
  @Field(() => ID) authorId: string;
  @Field(() => String) authorName: string;
  @Field(() => [DateOption], { description: 'By start.' }) options: DateOption[];
  @Field(() => [WithdrawnDate], { description: 'By start.' }) withdrawn: WithdrawnDate[];
  @Field(() => [DateSheet], { description: 'In order of first answer; empty where this viewer may not see names.' })
  sheets: DateSheet[];
  @Field(() => Int) answered: number;
  @Field(() => Int, { description: 'How many members were asked.' }) asked: number;
  @Field(() => [NeededPerson]) needed: NeededPerson[];
  @Field(() => Boolean) seesNames: boolean;
  @Field(() => [DateAnswer], { nullable: true, description: 'Null before the viewer has answered.' })
  mine: DateAnswer[] | null;
  @Field(() => String) myNote: string;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => ID, { nullable: true }) chosenId: string | null;
  @Field(() => DatePollRights) can: DatePollRights;
}

/** A date poll in a list. */
@ObjectType()
export class DatePollCard {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => Date) closesAt: Date | string;
  @Field(() => String) groupName: string;
  @Field(() => String) groupHandle: string;
  @Field(() => Int) dates: number;
  @Field(() => Int) answered: number;
  @Field(() => Boolean) hasMine: boolean;
}

@InputType()
export class DateCandidateInput {
  @Field(() => String, { description: 'Wall time in the zone, YYYY-MM-DDTHH:mm:ss.' }) startLocal: string;
  @Field(() => String) endLocal: string;
  @Field(() => String) zone: string;
  @Field(() => Boolean, { nullable: true }) allDay?: boolean | null;
  @Field(() => String, { nullable: true }) placeName?: string | null;
}

@InputType()
export class NeededInput {
  @Field(() => ID) personId: string;
  @Field(() => String, { nullable: true }) why?: string | null;
}

@InputType()
export class CreateDatePollInput {
  @Field(() => ID) groupId: string;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => eventVisibilities) visibility: string;
  @Field(() => Boolean, { nullable: true, description: 'People without an account may answer; only of public polls.' })
  guests?: boolean | null;
  @Field(() => String, { nullable: true }) placeName?: string | null;
  @Field(() => String, { nullable: true }) placeAddress?: string | null;
  @Field(() => Int, { nullable: true }) least?: number | null;
  @Field(() => Int, { nullable: true }) capacity?: number | null;
  @Field(() => Date) closesAt: Date;
  @Field(() => [DateCandidateInput]) candidates: DateCandidateInput[];
  @Field(() => [NeededInput], { nullable: true }) needed?: NeededInput[] | null;
}

@InputType()
export class KeptDateInput extends DateCandidateInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Of a date that is offered already. With another time it is a new date, and everybody is asked anew.',
  })
  id?: string | null;
}

@InputType()
export class UpdateDatePollInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => String, { nullable: true }) placeName?: string | null;
  @Field(() => Date) closesAt: Date;
  @Field(() => [KeptDateInput], { description: 'All dates; one that is left out is taken back.' })
  candidates: KeptDateInput[];
  @Field(() => Boolean, { nullable: true, description: 'As it is where nothing is said.' }) guests?: boolean | null;
  @Field(() => Int, { nullable: true, description: 'As it is where nothing is said.' }) least?: number | null;
  @Field(() => Int, { nullable: true, description: 'Null: as many as come. As it is where nothing is said.' })
  capacity?: number | null;
  @Field(() => [NeededInput], { nullable: true, description: 'All of them. As it is where nothing is said.' })
  needed?: NeededInput[] | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether those who have answered are told; they are by default.',
  })
  notify?: boolean | null;
}

@InputType()
export class DateAnswerInput {
  @Field(() => ID) optionId: string;
  @Field(() => dateAnswers) answer: DateAnswerWord;
}

@InputType()
export class AnswerDatePollInput {
  @Field(() => ID) pollId: string;
  @Field(() => [DateAnswerInput], { description: 'All answers; a date that is not named has none.' })
  answers: DateAnswerInput[];
  @Field(() => String, { nullable: true }) note?: string | null;
}

@InputType()
export class AnswerDatePollAsGuestInput extends AnswerDatePollInput {
  @Field(() => String) name: string;
  @Field(() => String) email: string;
}
