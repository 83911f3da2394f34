import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { RemovalState } from '#libs/governance';
import { Group } from '../groups/index.ts';
import { Said } from '../platform/graphql/said.ts';
import type { Kept, Words } from '../platform/words/words.ts';

export const removalStateWords = {
  ASKED: 'asked',
  REPLY: 'reply',
  VOTE: 'vote',
  KEPT: 'kept',
  REMOVED: 'removed',
  APPEALED: 'appealed',
  UPHELD: 'upheld',
  REVERSED: 'reversed',
  WITHDRAWN: 'withdrawn',
  EXPIRED: 'expired',
  LEFT: 'left',
} as const satisfies Record<string, RemovalState>;
registerEnumType(removalStateWords, {
  name: 'RemovalState',
  description:
    'Asked: a second member has to join. Reply: the person concerned has time to answer. Upheld, reversed: how an appeal was decided. Expired: it came to no vote.',
});

/** Somebody who opened a case. */
@ObjectType()
export class RemovalOpener {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => Boolean, { description: 'As a steward, whose word is enough.' }) steward: boolean;
  @Field(() => Date) at: Date | string;
}

/** A vote of a case. Of its result no more than the page of the vote tells. */
@ObjectType()
export class RemovalVote {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => Date) closesAt: Date | string;
  @Field(() => Boolean) secret: boolean;
  @Field(() => Int) electors: number;
}

@ObjectType()
export class RemovalRights {
  @Field(() => Boolean) join: boolean;
  @Field(() => Boolean) withdraw: boolean;
  @Field(() => Boolean) reply: boolean;
  @Field(() => Boolean) extend: boolean;
  @Field(() => Boolean) appeal: boolean;
  @Field(() => Boolean, { description: 'Take it away as a file: the person concerned.' }) export: boolean;
}

@ObjectType()
export class RemovalCard {
  @Field(() => ID) id: string;
  @Field(() => ID) subjectId: string;
  @Field(() => String) subjectName: string;
  @Field(() => removalStateWords) state: string;
  @Field(() => Date) openedAt: Date | string;
  @Field(() => Date, { nullable: true, description: 'When the step at hand is over.' }) until: Date | string | null;
}

@ObjectType()
export class MyRemoval extends RemovalCard {
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => Boolean, { description: 'I have not replied and still can, or I can appeal.' }) needsMe: boolean;
}

@ObjectType()
export class RemovalCase extends RemovalCard {
  @Field(() => String) reasons: string;
  @Field(() => String, { description: 'The day on which the last of it happened.' }) happenedOn: string;
  @Field(() => [RemovalOpener], { description: 'Who opened it, with their names.' }) openers: RemovalOpener[];
  @Field(() => Date, { nullable: true, description: 'Until when a second member may join it.' })
  joinUntil: Date | string | null;
  @Field(() => Date, { nullable: true, description: 'Since when it counts.' }) countedAt: Date | string | null;
  @Field(() => Date, { nullable: true }) replyUntil: Date | string | null;
  @Field(() => Boolean, { description: 'Its time to reply was made longer, which is possible once.' })
  extended: boolean;
  @Field(() => String, { nullable: true }) reply: string | null;
  @Field(() => Date, { nullable: true }) repliedAt: Date | string | null;
  @Field(() => RemovalVote, { nullable: true }) vote: RemovalVote | null;
  @Field(() => Date, { nullable: true }) decidedAt: Date | string | null;
  @Field(() => Date, { nullable: true }) appealUntil: Date | string | null;
  @Field(() => String, { nullable: true }) appealReason: string | null;
  @Field(() => Date, { nullable: true }) appealedAt: Date | string | null;
  @Field(() => RemovalVote, { nullable: true }) appealVote: RemovalVote | null;
  @Said()
  @Field(() => String, { description: 'Why it was withdrawn, or came to no vote.' })
  endReason: Kept;
  @Field(() => Date, { nullable: true }) endedAt: Date | string | null;
  @Field(() => Boolean, { description: 'It is about the viewer.' }) aboutMe: boolean;
  @Field(() => String, { description: 'Share of yes and no that it takes: "2/3".' }) threshold: string;
  @Field(() => Int, { description: 'Months after which somebody who was removed may ask again.' })
  rejoinAfterMonths: number;
  @Field(() => Group) group: Group;
  @Field(() => Int) version: number;
  @Field(() => Date) now: Date | string;
  @Field(() => RemovalRights) can: RemovalRights;
}

@ObjectType({ description: 'What it takes to open a case about somebody, for the form.' })
export class RemovalDesk {
  @Field(() => ID) subjectId: string;
  @Field(() => String) subjectName: string;
  @Field(() => Boolean, { description: 'A second member has to join before it counts.' }) needsSecond: boolean;
  @Said()
  @Field(() => String, { nullable: true, description: 'Why no case can be opened now.' })
  refusal: Words | null;
  @Field(() => ID, { nullable: true, description: 'The case that is open.' }) openCaseId: string | null;
  @Field(() => String, { nullable: true, description: 'What happened up to this day rests until `restsUntil`.' })
  restsFrom: string | null;
  @Field(() => String, { nullable: true }) restsUntil: string | null;
  @Field(() => String) threshold: string;
  @Field(() => Int) rejoinAfterMonths: number;
  @Field(() => String, { description: 'The day it is in the group.' }) today: string;
}

@InputType()
export class OpenRemovalInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID) personId: string;
  @Field(() => String) reasons: string;
  @Field(() => String, { description: 'The day on which the last of it happened, "2027-03-13".' }) happenedOn: string;
}
