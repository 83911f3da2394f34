import { Field, InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type PayoutWay, payoutWays } from './payout-fields.ts';

registerEnumType(payoutWays, { name: 'PayoutWay', description: 'By transfer, in cash, or as words say.' });

@ObjectType('PayoutDetail', { description: 'How somebody is paid. What the way does not need is empty.' })
export class PayoutView {
  @Field(() => payoutWays) way: PayoutWay;
  @Field(() => String) name: string;
  @Field(() => String) iban: string;
  @Field(() => String) words: string;
}

@InputType()
export class PayoutInput {
  @Field(() => payoutWays) way: PayoutWay;
  @Field(() => String, { nullable: true, description: 'Whose the account is.' }) name?: string | null;
  @Field(() => String, { nullable: true }) iban?: string | null;
  @Field(() => String, { nullable: true, description: 'Any other way, in words.' }) words?: string | null;
}
