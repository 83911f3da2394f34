import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const messageAudiences = { GOING: 'going', MAYBE: 'maybe', WAITING: 'waiting', ALL: 'all' } as const;
export type MessageAudience = (typeof messageAudiences)[keyof typeof messageAudiences];
registerEnumType(messageAudiences, { name: 'MessageAudience' });

/** How many people a message would reach: those with an address who want what hosts write, without its author. */
@ObjectType()
export class MessageReach {
  @Field(() => Int) going: number;
  @Field(() => Int) maybe: number;
  @Field(() => Int) waiting: number;
  @Field(() => Int) all: number;
  @Field(() => Int, { description: 'How many messages may still go out within 24 hours.' }) left: number;
}

@ObjectType()
export class MessageSent {
  @Field(() => Int) recipients: number;
}

@InputType()
export class MessageAttendeesInput {
  @Field(() => ID) eventId: string;
  @Field(() => messageAudiences) audience: MessageAudience;
  @Field(() => String) text: string;
  @Field(() => String) idempotencyKey: string;
}
