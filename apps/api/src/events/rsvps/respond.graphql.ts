import { createUnionType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Fault } from '../../platform/graphql/fault.ts';
import { EventView } from '../events.graphql.ts';
import { answers, type AnswerWord } from './rsvp.graphql.ts';

@InputType()
export class RespondInput {
  @Field(() => ID) eventId: string;
  @Field(() => answers) answer: AnswerWord;
  @Field(() => Int, { nullable: true }) companions?: number | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType()
export class RespondAsGuestInput {
  @Field(() => ID) eventId: string;
  @Field(() => answers) answer: AnswerWord;
  @Field(() => Int, { nullable: true }) companions?: number | null;
  @Field(() => String) name: string;
  @Field(() => String) email: string;
}

@ObjectType({ implements: () => [Fault] })
export class RsvpRefused extends Fault {
  @Field(() => String, { description: 'full, closed or expired.' }) code: string;
  constructor(code: 'full' | 'closed' | 'expired') {
    super(
      {
        full: 'There are not that many places left. Your answer stays as it was.',
        closed: 'This event takes no more answers.',
        expired: 'The place was only kept for a while and has gone to somebody else.',
      }[code],
    );
    this.code = code;
  }
}

export const RespondResult = createUnionType({ name: 'RespondResult', types: () => [EventView, RsvpRefused] as const });

@ObjectType()
export class GuestAnswer {
  @Field(() => Boolean, { description: 'Whether the places are kept for 30 minutes.' }) held: boolean;
}
