import { Field, ID, InputType, registerEnumType } from '@nestjs/graphql';
import { MoneyInput } from '../../platform/graphql/money.type.ts';

export const holdings = { BANK: 'bank', CASH: 'cash' } as const;
registerEnumType(holdings, { name: 'Holding' });

@InputType()
export class RecordContributionInput {
  @Field(() => ID) groupId: string;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => String, { description: 'YYYY-MM-DD.' }) receivedOn: string;
  @Field(() => String, { nullable: true }) giver?: string | null;
  @Field(() => String, { nullable: true, description: 'Where a receipt is mailed to.' }) email?: string | null;
  @Field(() => holdings, { nullable: true }) heldIn?: string | null;
  @Field(() => ID, { nullable: true }) fundId?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What it comes in under, such as income.contributions; that of its kind where left out.',
  })
  category?: string | null;
  @Field(() => String) idempotencyKey: string;
}
