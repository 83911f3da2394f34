import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { rsvpStatusWords, SaidAnswer } from './rsvp.graphql.ts';

/** An answer as hosts see it. Addresses are nobody's to see. */
@ObjectType()
export class AnswerAtDesk {
  @Field(() => ID) id: string;
  @Field(() => ID, { nullable: true, description: 'Null for somebody added by name.' }) personId: string | null;
  @Field(() => String) name: string;
  @Field(() => rsvpStatusWords) status: string;
  @Field(() => Int) seats: number;
  @Field(() => [String]) companionNames: string[];
  @Field(() => String) note: string;
  @Field(() => Boolean) hidden: boolean;
  @Field(() => [SaidAnswer]) answers: SaidAnswer[];
  @Field(() => Int, { nullable: true }) position: number | null;
  @Field(() => Date, { nullable: true }) offerExpiresAt: Date | string | null;
  @Field(() => Date) answeredAt: Date | string;
  @Field(() => Boolean, { description: 'Given before the event moved, and not given again since.' }) stale: boolean;
  @Field(() => Boolean) member: boolean;
  @Field(() => String, { nullable: true }) reason: string | null;
}

@ObjectType()
export class AnswerAtDeskConnection extends connectionOf(AnswerAtDesk) {}

@InputType()
export class AddAttendeeInput {
  @Field(() => ID) eventId: string;
  @Field(() => String) name: string;
  @Field(() => Int, { nullable: true }) companions?: number | null;
  @Field(() => Boolean, { nullable: true, description: 'Over the number of places, on purpose.' })
  overbook?: boolean | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType()
export class InvitePeopleInput {
  @Field(() => ID) eventId: string;
  @Field(() => [ID], { nullable: true, description: 'Members of the group.' }) personIds?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'E-mail addresses.' }) addresses?: string[] | null;
}
