import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { MoneyInput } from '../../platform/graphql/money.type.ts';
import { holdingKinds } from './keeping.graphql.ts';

@InputType()
export class OpenAccountInput {
  @Field(() => ID) groupId: string;
  @Field(() => holdingKinds) kind: string;
  @Field(() => String) name: string;
  @Field(() => String) currency: string;
}

@InputType({ description: 'What every entry by hand says.' })
class HandEntryInput {
  @Field(() => ID) groupId: string;
  @Field(() => String, { nullable: true, description: 'YYYY-MM-DD; today where left out.' }) on?: string | null;
  @Field(() => String, { nullable: true }) note?: string | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType()
export class OpeningBalanceInput extends HandEntryInput {
  @Field(() => ID) holdingId: string;
  @Field(() => MoneyInput, { description: 'What is in it today.' }) amount: MoneyInput;
  @Field(() => ID, { nullable: true }) fundId?: string | null;
}

@InputType({ description: 'From one account of the group to another in the same currency.' })
export class MoveMoneyInput extends HandEntryInput {
  @Field(() => ID) fromId: string;
  @Field(() => ID) toId: string;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => MoneyInput, { nullable: true, description: 'What it cost.' }) fee?: MoneyInput | null;
}

@InputType({ description: 'From one fund to another; the general one where none is named.' })
export class TransferInput extends HandEntryInput {
  @Field(() => ID, { nullable: true }) fromFundId?: string | null;
  @Field(() => ID, { nullable: true }) toFundId?: string | null;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => String, { nullable: true, description: 'The number of the decision that allows it.' })
  decision?: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The entry by which another group gave it: nobody is asked about it any more.',
  })
  shareId?: string | null;
}

@InputType({ description: 'Money changed into another currency.' })
export class ExchangeInput extends HandEntryInput {
  @Field(() => ID) fromId: string;
  @Field(() => ID) toId: string;
  @Field(() => MoneyInput) gives: MoneyInput;
  @Field(() => MoneyInput) gets: MoneyInput;
  @Field(() => MoneyInput, { nullable: true }) fee?: MoneyInput | null;
  @Field(() => ID, { nullable: true }) fundId?: string | null;
}

@InputType({ description: 'So many of one coin or note.' })
export class CoinInput {
  @Field(() => Int, { description: 'Its value in minor units.' }) value: number;
  @Field(() => Int) n: number;
}

@InputType({ description: 'What is in the cash box: a sum, or its coins and notes.' })
export class CountCashInput extends HandEntryInput {
  @Field(() => ID) holdingId: string;
  @Field(() => MoneyInput, { nullable: true }) counted?: MoneyInput | null;
  @Field(() => [CoinInput], { nullable: true }) coins?: CoinInput[] | null;
}

@InputType({ description: 'Another category for what of an entry stands under one.' })
export class ReclassifyInput {
  @Field(() => ID) entryId: string;
  @Field(() => String, { description: 'Such as expense.food.' }) from: string;
  @Field(() => String) to: string;
  @Field(() => String) reason: string;
  @Field(() => String) idempotencyKey: string;
}
