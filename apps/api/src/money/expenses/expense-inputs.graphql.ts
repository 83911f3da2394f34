import { Field, ID, InputType } from '@nestjs/graphql';
import { MoneyInput } from '../../platform/graphql/money.type.ts';
import { PayoutInput } from '../payouts/payouts.graphql.ts';
import { RepeatInput } from '../recurring/recurring.graphql.ts';
import { expenseTypeWords } from './expenses.graphql.ts';

@InputType()
export class ExpenseItemInput {
  @Field(() => String) what: string;
  @Field(() => String) spentOn: string;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => String, { nullable: true, description: 'Where it is another than that of the expense.' })
  category?: string | null;
}

@InputType()
export class SubmitExpenseInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID, { nullable: true, description: 'A draft, or an expense that was sent back, to hand in.' })
  id?: string | null;
  @Field(() => expenseTypeWords, {
    nullable: true,
    description: 'A receipt of what was paid, an invoice to pay, or money before it is spent.',
  })
  type?: 'RECEIPT' | 'INVOICE' | 'ADVANCE' | null;
  @Field(() => String, {
    nullable: true,
    description: 'Of an advance: the last day for its receipts and what is left of it.',
  })
  dueOn?: string | null;
  @Field(() => ID, { nullable: true, description: 'The advance that these receipts are set against.' })
  advanceId?: string | null;
  @Field(() => String) title: string;
  @Field(() => String, { description: 'A slug such as equipment.' }) category: string;
  @Field(() => [ExpenseItemInput]) items: ExpenseItemInput[];
  @Field(() => [ID]) receipts: string[];
  @Field(() => MoneyInput, {
    nullable: true,
    description: 'What the items are worth in the currency of the fund, where they are in another.',
  })
  worth?: MoneyInput | null;
  @Field(() => ID, { nullable: true, description: 'Another member who is paid.' }) payeeId?: string | null;
  @Field(() => String, { nullable: true, description: 'Somebody outside who is paid, by name.' }) vendor?:
    | string
    | null;
  @Field(() => PayoutInput, {
    nullable: true,
    description: 'How I, or somebody outside, want to be paid; what is kept of them where left out.',
  })
  payout?: PayoutInput | null;
  @Field(() => ID, { nullable: true }) budgetLineId?: string | null;
  @Field(() => ID, { nullable: true }) fundId?: string | null;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => RepeatInput, { nullable: true, description: 'Where it comes back.' }) repeats?: RepeatInput | null;
  @Field(() => String) idempotencyKey: string;
}

@InputType({ description: 'What has been typed so far, as it stands: nothing of it is checked.' })
export class ExpenseDraftInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The draft, or the expense that was sent back; a new draft where left out.',
  })
  id?: string | null;
  @Field(() => ID) groupId: string;
  @Field(() => String, { description: 'The fields of the form, as JSON of at most 20,000 characters.' }) fields: string;
  @Field(() => [ID]) receipts: string[];
}
