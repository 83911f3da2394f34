import { Field, ID, ObjectType } from '@nestjs/graphql';
import { MoneyValue } from '../../platform/graphql/money.type.ts';

@ObjectType({ description: 'A membership that lapses if dues are not paid, or has.' })
export class DuesLapse {
  @Field(() => ID) personId: string;
  @Field(() => Boolean) lapsed: boolean;
  @Field(() => String, { description: 'The day on which it lapses, or has.' }) on: string;
  @Field(() => String, { description: 'The last day on which paying keeps it, or brings it back.' }) until: string;
  @Field(() => MoneyValue, { description: 'What is owed of it.' }) owed: MoneyValue;
  @Field(() => [String], { description: 'What transfers say, so that they are found.' }) references: string[];
}
