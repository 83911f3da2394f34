import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../../platform/graphql/connection.ts';
import { MoneyValue } from '../../../platform/graphql/money.type.ts';
import { Said } from '../../../platform/graphql/said.ts';
import type { Words } from '../../../platform/words/words.ts';
import { ExpenseHint, ExpenseReason, Receipt } from '../../expenses/expenses.graphql.ts';
import { type PayoutWay, payoutWays } from '../payout-fields.ts';
import { PayoutView } from '../payouts.graphql.ts';

@ObjectType({
  description: 'An account of the group that money lies in, with its number at the bank where it has one.',
})
export class BankAccount {
  @Field(() => ID) id: string;
  @Field(() => String) path: string;
  @Field(() => String, { nullable: true, description: 'What the group calls it, where it has named it.' })
  label: string | null;
  @Field(() => MoneyValue) balance: MoneyValue;
  @Field(() => String, { description: 'Whose account it is, as the bank knows it.' }) name: string;
  @Field(() => String) iban: string;
  @Field(() => String) bic: string;
}

@InputType()
export class BankAccountInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID) accountId: string;
  @Field(() => String) name: string;
  @Field(() => String) iban: string;
  @Field(() => String, { nullable: true }) bic?: string | null;
}

@ObjectType({ description: 'An approved expense that is to be paid, and why it may be.' })
export class Payable {
  @Field(() => ID, { description: 'That of the expense.' }) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) payeeName: string;
  @Field(() => MoneyValue) owed: MoneyValue;
  @Field(() => MoneyValue, { nullable: true, description: 'What is owed in another currency.' })
  abroad: MoneyValue | null;
  @Field(() => Int, { description: 'Days since it was approved.' }) age: number;
  @Field(() => [String]) approvedBy: string[];
  @Field(() => ID, { nullable: true, description: 'The decision that freed the money.' }) proposalId: string | null;
  @Field(() => String, { nullable: true }) proposalTitle: string | null;
  @Field(() => payoutWays, { nullable: true }) payoutWay: PayoutWay | null;
  @Field(() => Boolean, { description: 'Whether where to pay was said only after it had been handed in.' })
  saidSince: boolean;
  @Field(() => ExpenseReason, { nullable: true, description: 'Why this viewer may not pay it.' })
  whyNotPay: ExpenseReason | null;
  @Field(() => [ExpenseHint]) warnings: ExpenseHint[];
  @Field(() => ID, { nullable: true, description: 'The payments it has been prepared with.' }) batchId: string | null;
  @Field(() => Date, { nullable: true }) preparedAt: Date | string | null;
}

@ObjectType()
export class PayableConnection extends connectionOf(Payable) {}

export const batchItemStates = { OPEN: 'OPEN', PAID: 'PAID', OUT: 'OUT' } as const;
registerEnumType(batchItemStates, { name: 'PreparedPaymentState' });

@ObjectType()
export class PreparedPayment {
  @Field(() => ID, { description: 'That of the expense.' }) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) payeeName: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => batchItemStates) state: keyof typeof batchItemStates;
  @Field(() => PayoutView, { nullable: true, description: 'Nothing where it was never said, or is deleted by now.' })
  payout: PayoutView | null;
  @Field(() => Boolean) saidSince: boolean;
  @Field(() => String, { nullable: true, description: 'What a QR code for a transfer in euro says.' }) code:
    | string
    | null;
  @Said()
  @Field(() => String, { nullable: true, description: 'Why it can not be paid just now.' })
  stopped: Words | null;
  @Field(() => String, { nullable: true }) paidOn: string | null;
  @Field(() => Boolean, { description: 'Whether a statement of the bank has shown it.' }) confirmed: boolean;
}

@ObjectType({ description: 'Payments that were prepared together.' })
export class PaymentBatch {
  @Field(() => ID) id: string;
  @Field(() => Date) madeAt: Date | string;
  @Field(() => String) madeByName: string;
  @Field(() => BankAccount) account: BankAccount;
  @Field(() => [PreparedPayment]) payments: PreparedPayment[];
  @Field(() => Boolean, { description: 'Whether the bank can take them as a file.' }) hasFile: boolean;
  @Said()
  @Field(() => String, { nullable: true, description: 'Why there is no file for the bank.' })
  whyNoFile: Words | null;
  @Field(() => [Receipt]) receipts: Receipt[];
}

@ObjectType()
export class PaymentBatchCard {
  @Field(() => ID) id: string;
  @Field(() => Date) madeAt: Date | string;
  @Field(() => Int) payments: number;
  @Field(() => Int, { description: 'How many of them are noted as paid.' }) done: number;
  @Field(() => Int) confirmed: number;
  @Field(() => MoneyValue) total: MoneyValue;
}

@ObjectType()
export class PaymentBatchConnection extends connectionOf(PaymentBatchCard) {}

@ObjectType({ description: 'What came of one payment of several.' })
export class PaymentOutcome {
  @Field(() => ID, { description: 'That of the expense.' }) id: string;
  @Field(() => Int) number: number;
  @Field(() => Boolean) done: boolean;
  @Said()
  @Field(() => String, { nullable: true, description: 'Why not.' })
  text: Words | null;
}

@InputType()
export class PreparePaymentsInput {
  @Field(() => ID) groupId: string;
  @Field(() => [ID]) expenseIds: string[];
  @Field(() => ID, { description: 'The account to pay from.' }) accountId: string;
  @Field(() => String) idempotencyKey: string;
}

@ObjectType()
export class PreparedPayments {
  @Field(() => ID, { nullable: true, description: 'Nothing where none could be prepared.' }) batchId: string | null;
  @Field(() => [PaymentOutcome]) outcomes: PaymentOutcome[];
}

@InputType()
export class MarkPaidInput {
  @Field(() => ID) batchId: string;
  @Field(() => [ID]) expenseIds: string[];
  @Field(() => String, { description: 'YYYY-MM-DD.' }) day: string;
  @Field(() => ID) accountId: string;
  @Field(() => [ID], { nullable: true, description: 'Files that show them.' }) receipts?: string[] | null;
}
