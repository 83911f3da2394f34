import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'A link by which somebody outside reads the whole book, until a day.' })
export class AuditLink {
  @Field(() => ID) id: string;
  @Field(() => String) label: string;
  @Field(() => String) madeBy: string;
  @Field(() => Date) expiresAt: Date;
  @Field(() => Boolean, { description: 'It opens the book now.' }) good: boolean;
  @Field(() => Int) openings: number;
  @Field(() => Date, { nullable: true }) lastOpenedAt: Date | null;
}

@InputType()
export class AuditLinkInput {
  @Field(() => ID) groupId: string;
  @Field(() => String, { description: 'For whom it is.' }) label: string;
  @Field(() => Int, { description: '1 to 90.' }) days: number;
}
