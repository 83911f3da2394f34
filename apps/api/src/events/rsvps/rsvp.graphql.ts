import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';

export const answers = { GOING: 'going', MAYBE: 'maybe', NO: 'no' } as const;
export type AnswerWord = (typeof answers)[keyof typeof answers];
export const rsvpStatusWords = {
  GOING: 'going',
  MAYBE: 'maybe',
  NO: 'no',
  WAITLISTED: 'waitlisted',
  OFFERED: 'offered',
  REMOVED: 'removed',
} as const;
registerEnumType(answers, { name: 'RsvpAnswer' });
registerEnumType(rsvpStatusWords, { name: 'RsvpStatus' });

@ObjectType()
export class Attendee {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => rsvpStatusWords) status: string;
  @Field(() => Int) seats: number;
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
}
