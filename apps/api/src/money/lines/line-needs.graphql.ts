import { Field, ID, ObjectType } from '@nestjs/graphql';
import { MoneyValue } from '../../platform/graphql/money.type.ts';

@ObjectType({ description: 'A budget line of which four fifths are spent, for who looks after it.' })
export class LineNearlySpent {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => Boolean, { description: 'A decision has opened it, so another one can raise it.' }) isDecided: boolean;
  @Field(() => MoneyValue) planned: MoneyValue;
  @Field(() => MoneyValue, { description: 'Nothing where all of it is spent or kept for advances.' }) left: MoneyValue;
}
