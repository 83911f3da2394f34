import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../platform/graphql/connection.ts';

export const parentKinds = {
  EVENT: 'event',
  PROPOSAL: 'proposal',
  EXPENSE: 'expense',
  NOTICE: 'notice',
  OBJECTION: 'objection',
} as const;
export type ParentKind = (typeof parentKinds)[keyof typeof parentKinds];
registerEnumType(parentKinds, { name: 'CommentParent' });

@ObjectType()
export class Comment {
  @Field(() => ID) id: string;
  @Field(() => ID) authorId: string;
  @Field(() => String) authorName: string;
  @Field(() => String) bodyHtml: string;
  @Field(() => Date) createdAt: Date;
  @Field(() => Boolean) removed: boolean;
  @Field(() => Boolean) mine: boolean;
}

@ObjectType()
export class CommentConnection extends connectionOf(Comment) {}
