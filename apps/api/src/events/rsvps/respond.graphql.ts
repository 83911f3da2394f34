import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Fault } from '../../platform/graphql/fault.ts';
import { EventView } from '../events.graphql.ts';
import { answers, type AnswerWord, nextStepWords, refusalWords, SaidAnswerInput } from './rsvp.graphql.ts';
import { say, type Words } from '../../platform/words/words.ts';

@InputType({ isAbstract: true })
abstract class AnswerInput {
  @Field(() => ID, { description: 'The id, with the key of an unlisted event behind a dot.' }) eventId: string;
  @Field(() => answers) answer: AnswerWord;
  @Field(() => Int, { nullable: true }) companions?: number | null;
  @Field(() => [String], { nullable: true }) companionNames?: string[] | null;
  @Field(() => String, { nullable: true, description: 'Words to the hosts.' }) note?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Others see a count only.' }) hidden?: boolean | null;
  @Field(() => [SaidAnswerInput], { nullable: true, description: 'Absent keeps what was said before.' })
  answers?: SaidAnswerInput[] | null;
}

@InputType()
export class RespondInput extends AnswerInput {
  @Field(() => String) idempotencyKey: string;
}

@InputType()
export class RespondAsGuestInput extends AnswerInput {
  @Field(() => String) name: string;
  @Field(() => String) email: string;
}

const words: Readonly<Record<string, Words>> = {
  full: say`There are not that many places left. Your answer stays as it was.`,
  taken: say`Your place has gone to somebody else meanwhile; the waitlist is open to you.`,
  closed: say`Answers are closed. Ask the hosts.`,
  expired: say`The place was only kept for a while and has gone to somebody else.`,
  cancelled: say`This event is cancelled.`,
  'no-date': say`This event has no date at the moment. Your answer stays as it was.`,
  draft: say`This event is not published yet.`,
  over: say`This event is over.`,
  none: say`Nobody needs to answer here. Just come.`,
  external: say`The hosts take answers at another address.`,
  'not-open': say`Answers are not open yet.`,
  'not-invited': say`This event is for those who were invited. Ask the hosts.`,
  'not-member': say`This event is for members of the group.`,
  'sign-in': say`Sign in to answer here.`,
  removed: say`The hosts have taken you off the list. Ask them.`,
  'no-maybe': say`The hosts ask for a yes or a no.`,
};

@ObjectType({ implements: () => [Fault] })
export class RsvpRefused extends Fault {
  @Field(() => String, { description: 'A reason of AnswerRefusal in small letters, `expired` or `taken`.' })
  code: string;
  @Field(() => refusalWords, { nullable: true }) reason: string | null;
  @Field(() => nextStepWords, { nullable: true }) nextStep: string | null;
  constructor(code: string, nextStep: string | null = code === 'taken' ? 'join-waitlist' : null) {
    super(words[code] ?? words['closed']!);
    this.code = code;
    this.reason = code === 'expired' || code === 'taken' ? null : code;
    this.nextStep = nextStep;
  }
}

export const RespondResult = createUnionType({ name: 'RespondResult', types: () => [EventView, RsvpRefused] as const });

@ObjectType()
export class GuestAnswer {
  @Field(() => Boolean, { description: 'Whether the places are kept for 30 minutes.' }) held: boolean;
}
