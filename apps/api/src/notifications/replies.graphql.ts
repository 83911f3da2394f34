import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const replyOutcomes = {
  TAKEN: 'taken',
  WAITLISTED: 'waitlisted',
  FULL: 'full',
  CLOSED: 'closed',
  EXPIRED: 'expired',
  OLDER: 'older',
  AGAIN: 'again',
  HOST_TOLD: 'host-told',
  IGNORED: 'ignored',
} as const;
export type ReplyOutcome = (typeof replyOutcomes)[keyof typeof replyOutcomes];
registerEnumType(replyOutcomes, { name: 'ReplyOutcome', description: 'What became of an answer by mail.' });

@ObjectType()
export class PastedReply {
  @Field(() => replyOutcomes) outcome: ReplyOutcome;
  @Field(() => ID, { nullable: true }) eventId: string | null;
}

/** The door for mail, for the operator. */
@ObjectType()
export class MailDoor {
  @Field(() => Int) port: number;
  @Field(() => String) domain: string;
  @Field(() => Boolean) listening: boolean;
  @Field(() => Int, { description: 'Mails taken in the last 24 hours.' }) taken: number;
  @Field(() => Date, { nullable: true }) lastAt: Date | null;
}
