import { Field, ID, InputType } from '@nestjs/graphql';
import { MoneyInput } from '../platform/graphql/money.type.ts';

/** An option as its author sends it. */
@InputType()
export class OptionInput {
  @Field(() => String, { nullable: true, description: 'Of a stance, or of an option that the draft has already.' })
  id?: string | null;
  @Field(() => String, { nullable: true }) label?: string | null;
  @Field(() => String, { nullable: true }) meaning?: string | null;
  @Field(() => String, { nullable: true, description: 'What its voters are asked for.' }) prompt?: string | null;
  @Field(() => MoneyInput, { nullable: true, description: 'Budget: what it costs.' }) cost?: MoneyInput | null;
  @Field(() => ID, { nullable: true, description: 'Election: who of the roll stands; the label is their name.' })
  personId?: string | null;
}
