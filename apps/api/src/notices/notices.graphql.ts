import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { NoticeStatus } from '#libs/governance';
import { Group } from '../groups/index.ts';
import { connectionOf } from '../platform/graphql/connection.ts';
import { MoneyInput, MoneyValue } from '../platform/graphql/money.type.ts';

export const noticeStatusWords = {
  POSTED: 'posted',
  TALK: 'talk',
  STANDING: 'standing',
  FREE: 'free',
  DONE: 'done',
  WITHDRAWN: 'withdrawn',
  RAISED: 'raised',
} as const satisfies Record<string, NoticeStatus>;
registerEnumType(noticeStatusWords, {
  name: 'NoticeStatus',
  description: 'Posted: others may object. Talk: somebody has. Free: it was handed back. Raised: it became a proposal.',
});
export const noticeNeedWords = { WINDOW: 'window', TALK: 'talk', OVERDUE: 'overdue' } as const;
registerEnumType(noticeNeedWords, { name: 'NoticeNeed' });

@ObjectType({ description: 'What somebody carries in a group, shown beside their name.' })
export class Load {
  @Field(() => Int, { description: 'Notices that they do or want to do.' }) notices: number;
  @Field(() => Int) duties: number;
}

@ObjectType()
export class NoticeObjection {
  @Field(() => ID) id: string;
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => String) reason: string;
  @Field(() => Date) raisedAt: Date | string;
  @Field(() => Int, { description: 'Which version of the text it is against.' }) textVersion: number;
  @Field(() => Boolean, { description: 'Taken back.' }) withdrawn: boolean;
  @Field(() => Boolean) mine: boolean;
}

@ObjectType()
export class NoticeProposal {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => Boolean, { description: 'Not opened yet: its author alone can read it.' }) draft: boolean;
  @Field(() => Boolean) mine: boolean;
}

@ObjectType({ description: 'A text that a notice had, or has.' })
export class NoticeText {
  @Field(() => Int) version: number;
  @Field(() => String) title: string;
  @Field(() => String) body: string;
  @Field(() => String, { nullable: true }) untilOn: string | null;
  @Field(() => MoneyValue, { nullable: true }) amount: MoneyValue | null;
}

@ObjectType()
export class NoticeRights {
  @Field(() => Boolean) object: boolean;
  @Field(() => Boolean) takeBackObjection: boolean;
  @Field(() => Boolean) change: boolean;
  @Field(() => Boolean) withdraw: boolean;
  @Field(() => Boolean) raise: boolean;
  @Field(() => Boolean) take: boolean;
  @Field(() => Boolean) handBack: boolean;
  @Field(() => Boolean) complete: boolean;
  @Field(() => Boolean) comment: boolean;
}

@ObjectType()
export class NoticeCard {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => noticeStatusWords) status: string;
  @Field(() => Boolean, { description: 'Handed back, or past its day.' }) needsSomeone: boolean;
  @Field(() => MoneyValue, { nullable: true }) amount: MoneyValue | null;
  @Field(() => String, { nullable: true, description: 'The last day on which it is to be done.' })
  untilOn: string | null;
  @Field(() => Date) postedAt: Date | string;
  @Field(() => Date, { nullable: true, description: 'Until when others may object; null until they have been told.' })
  windowEndsAt: Date | string | null;
  @Field(() => ID) authorId: string;
  @Field(() => String) authorName: string;
  @Field(() => String, { nullable: true }) doerName: string | null;
  @Field(() => Int, { description: 'Objections that stand against the present text.' }) objectionCount: number;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
}

@ObjectType()
export class NoticeConnection extends connectionOf(NoticeCard) {}

@ObjectType()
export class NoticeWaiting extends NoticeCard {
  @Field(() => noticeNeedWords, { description: 'Whether one may object, has to answer, or is late.' }) need: string;
}

@ObjectType()
export class Notice extends NoticeCard {
  @Field(() => String) body: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => ID, { nullable: true }) doerId: string | null;
  @Field(() => Load) authorLoad: Load;
  @Field(() => Load, { nullable: true }) doerLoad: Load | null;
  @Field(() => ID, { nullable: true }) fundId: string | null;
  @Field(() => String, { nullable: true }) fundName: string | null;
  @Field(() => String, { nullable: true }) fundKind: string | null;
  @Field(() => ID, { nullable: true, description: 'The budget line that holds its money.' }) lineId: string | null;
  @Field(() => Int) textVersion: number;
  @Field(() => Int, { description: 'How many hours others have to object.' }) hours: number;
  @Field(() => Date, { nullable: true, description: 'Since when it stands.' }) settledAt: Date | string | null;
  @Field(() => Date, { nullable: true }) endedAt: Date | string | null;
  @Field(() => String, { description: 'Why it was withdrawn or handed back.' }) reason: string;
  @Field(() => [NoticeObjection], { description: 'For members.' }) objections: NoticeObjection[];
  @Field(() => NoticeProposal, { nullable: true }) proposal: NoticeProposal | null;
  @Field(() => Group) group: Group;
  @Field(() => Boolean, { description: 'Whether the viewer has said that they have nothing against it.' })
  seen: boolean;
  @Field(() => Int) version: number;
  @Field(() => Date) now: Date | string;
  @Field(() => NoticeRights) can: NoticeRights;
}

@ObjectType({ description: 'What a member may do by notice, for the form.' })
export class NoticeDesk {
  @Field(() => Int) hours: number;
  @Field(() => Int) maxOpen: number;
  @Field(() => MoneyValue) spendMax: MoneyValue;
  @Field(() => Load, { description: 'What the viewer carries already.' }) load: Load;
}

@InputType()
export class NoticeFieldsInput {
  @Field(() => String) title: string;
  @Field(() => String, { nullable: true }) body?: string | null;
  @Field(() => String, { nullable: true, description: 'A day, "2027-03-13".' }) untilOn?: string | null;
  @Field(() => MoneyInput, { nullable: true }) amount?: MoneyInput | null;
  @Field(() => ID, { nullable: true, description: 'The fund; the general one unless told.' }) fundId?: string | null;
}

@InputType()
export class PostNoticeInput {
  @Field(() => ID) groupId: string;
  @Field(() => NoticeFieldsInput) fields: NoticeFieldsInput;
}

@InputType()
export class ChangeNoticeInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => NoticeFieldsInput) fields: NoticeFieldsInput;
}

@InputType()
export class ObjectToNoticeInput {
  @Field(() => ID) id: string;
  @Field(() => Int, { description: 'The version of the text that was read.' }) textVersion: number;
  @Field(() => String) reason: string;
}
