import { Field, ID, InputType } from '@nestjs/graphql';
import { MoneyInput } from '../../../platform/graphql/money.type.ts';

@InputType({ description: 'A payment: what is left out is all that is owed, today, from the bank.' })
export class PayExpenseInput {
  @Field(() => MoneyInput, { nullable: true, description: 'A part of what is owed, in the currency of the fund.' })
  amount?: MoneyInput | null;
  @Field(() => MoneyInput, { nullable: true, description: 'What a debt in another currency has really cost.' })
  cost?: MoneyInput | null;
  @Field(() => MoneyInput, { nullable: true, description: 'What the bank took beside it.' })
  fee?: MoneyInput | null;
  @Field(() => String, { nullable: true }) day?: string | null;
  @Field(() => ID, { nullable: true, description: 'One of the accounts of the expense.' }) holdingId?: string | null;
  @Field(() => [ID], { nullable: true, description: 'Files that show it.' }) receipts?: string[] | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType({ description: 'A payment that came back, whole or in part.' })
export class ReturnPaymentInput {
  @Field(() => ID) expenseId: string;
  @Field(() => ID) paymentId: string;
  @Field(() => MoneyInput, { nullable: true, description: 'What is owed again; all of it where left out.' })
  amount?: MoneyInput | null;
  @Field(() => MoneyInput, { nullable: true, description: 'What of it did not arrive with the group.' })
  lost?: MoneyInput | null;
  @Field(() => String, { nullable: true }) day?: string | null;
  @Field(() => String) reason: string;
}
