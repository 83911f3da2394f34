import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import { digitsOf } from '#libs/money';
import { MoneyMinor } from './scalars.ts';

/** An amount in the smallest unit of its currency. */
@ObjectType('Money')
export class MoneyValue {
  @Field(() => MoneyMinor) minor: bigint;
  @Field(() => String) currency: string;
  @Field(() => Int, { description: 'How many digits the currency has after its mark.' }) digits: number;
}

@InputType()
export class MoneyInput {
  @Field(() => MoneyMinor) minor: bigint;
  @Field(() => String) currency: string;
}

/** The API's form of an amount. */
export function moneyValue(minor: bigint | string, currency: string): MoneyValue {
  return { minor: BigInt(minor), currency, digits: digitsOf(currency) };
}
