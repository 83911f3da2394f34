import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { nextSteps, questionKinds, refusalReasons, rsvpStatuses } from '#libs/governance';

export const answers = { GOING: 'going', MAYBE: 'maybe', NO: 'no' } as const;
export type AnswerWord = (typeof answers)[keyof typeof answers];

/** The words of a list as an enum of the API: `join-waitlist` is JOIN_WAITLIST. */
export const enumOf = <const T extends readonly string[]>(words: T): Record<string, T[number]> =>
  Object.fromEntries(words.map((word) => [word.toUpperCase().replaceAll('-', '_'), word]));

export const rsvpStatusWords = enumOf(rsvpStatuses);
export const questionKindWords = enumOf(questionKinds);
export const joinModes = enumOf(['open', 'approval', 'external', 'none']);
export const waitlistModes = enumOf(['auto', 'manual', 'off']);
export const questionReaders = enumOf(['hosts', 'attendees']);
export const refusalWords = enumOf(refusalReasons);
export const nextStepWords = enumOf(nextSteps);
registerEnumType(answers, { name: 'RsvpAnswer' });
registerEnumType(rsvpStatusWords, { name: 'RsvpStatus' });
registerEnumType(questionKindWords, { name: 'QuestionKind' });
registerEnumType(joinModes, { name: 'JoinMode' });
registerEnumType(waitlistModes, { name: 'WaitlistMode' });
registerEnumType(questionReaders, { name: 'QuestionReaders' });
registerEnumType(refusalWords, { name: 'AnswerRefusal' });
registerEnumType(nextStepWords, { name: 'NextStep' });

/** What somebody said to a question of the host. */
@ObjectType()
export class SaidAnswer {
  @Field(() => ID) questionId: string;
  @Field(() => [String]) said: string[];
}

@ObjectType()
export class Attendee {
  @Field(() => ID, { nullable: true, description: 'Null for somebody a host has added by name.' })
  personId: string | null;
  @Field(() => String) name: string;
  @Field(() => rsvpStatusWords) status: string;
  @Field(() => Int) seats: number;
  @Field(() => [SaidAnswer], { description: 'Answers that those who come may read.' }) said: SaidAnswer[];
}

@InputType()
export class SaidAnswerInput {
  @Field(() => ID) questionId: string;
  @Field(() => [String]) said: string[];
}

/** The viewer's own answer. */
@ObjectType()
export class Rsvp {
  @Field(() => ID) id: string;
  @Field(() => rsvpStatusWords) status: string;
  @Field(() => Int) seats: number;
  @Field(() => Int, { nullable: true, description: 'The place in the queue while waiting.' }) position: number | null;
  @Field(() => Date, { nullable: true }) offerExpiresAt: Date | string | null;
  @Field(() => Boolean, {
    description: 'Whether it moved since this was answered, and nobody has said that it still holds.',
  })
  asksAgain: boolean;
  @Field(() => [String]) companionNames: string[];
  @Field(() => String, { description: 'Words to the hosts.' }) note: string;
  @Field(() => Boolean, { description: 'Other attendees see a count only.' }) hidden: boolean;
  @Field(() => [SaidAnswer]) answers: SaidAnswer[];
  @Field(() => String, { nullable: true, description: 'Why hosts removed or declined it.' }) reason: string | null;
}

/** A question of the host. */
@ObjectType()
export class Question {
  @Field(() => ID) id: string;
  @Field(() => questionKindWords) kind: string;
  @Field(() => String) words: string;
  @Field(() => [String]) choices: string[];
  @Field(() => Boolean) required: boolean;
  @Field(() => questionReaders) readers: string;
}

/** How an event takes answers. */
@ObjectType()
export class AnswerRules {
  @Field(() => joinModes) joinMode: string;
  @Field(() => String, { nullable: true }) externalUrl: string | null;
  @Field(() => Boolean) maybeAllowed: boolean;
  @Field(() => Date, { nullable: true }) opensAt: Date | string | null;
  @Field(() => Date, { nullable: true, description: 'Null: until the start.' }) closesAt: Date | string | null;
  @Field(() => waitlistModes) waitlist: string;
  @Field(() => Boolean, { description: 'Small parties may not pass a large one.' }) strictQueue: boolean;
  @Field(() => Int, { description: 'Before the start; from then on a freed place is offered, not given.' })
  cutoffMinutes: number;
  @Field(() => Int) offerMinutes: number;
  @Field(() => Boolean) showCount: boolean;
  @Field(() => [Question]) questions: Question[];
}

/** What follows where the viewer says "going" now: one rule for page, API and tests. */
@ObjectType()
export class AnswerOutlook {
  @Field(() => Boolean) allowed: boolean;
  @Field(() => refusalWords, { nullable: true }) reason: string | null;
  @Field(() => nextStepWords, { nullable: true }) nextStep: string | null;
  @Field(() => Date, { nullable: true }) at: Date | string | null;
}

/** What hosts have to do with the answers. */
@ObjectType()
export class AnswerDesk {
  @Field(() => Int) requested: number;
  @Field(() => Int, { description: 'Invited and not answered.' }) invited: number;
  @Field(() => Int, { description: 'Seats given above the number of places.' }) overbook: number;
}

@InputType()
export class QuestionInput {
  @Field(() => ID, { nullable: true, description: 'Of a question that stands; its answers stay.' }) id?: string | null;
  @Field(() => questionKindWords) kind: string;
  @Field(() => String) words: string;
  @Field(() => [String], { nullable: true }) choices?: string[] | null;
  @Field(() => Boolean, { nullable: true }) required?: boolean | null;
  @Field(() => questionReaders, { nullable: true }) readers?: string | null;
}

@InputType()
export class AnswerRulesInput {
  @Field(() => joinModes, { nullable: true }) joinMode?: string | null;
  @Field(() => String, { nullable: true }) externalUrl?: string | null;
  @Field(() => Boolean, { nullable: true }) maybeAllowed?: boolean | null;
  @Field(() => String, { nullable: true, description: 'Wall time in the zone of the event.' })
  opensLocal?: string | null;
  @Field(() => String, { nullable: true }) closesLocal?: string | null;
  @Field(() => waitlistModes, { nullable: true }) waitlist?: string | null;
  @Field(() => Boolean, { nullable: true }) strictQueue?: boolean | null;
  @Field(() => Int, { nullable: true }) cutoffMinutes?: number | null;
  @Field(() => Int, { nullable: true }) offerMinutes?: number | null;
  @Field(() => Boolean, { nullable: true }) showCount?: boolean | null;
  @Field(() => [QuestionInput], { nullable: true, description: 'All of them, in their order; absent leaves them.' })
  questions?: QuestionInput[] | null;
}
