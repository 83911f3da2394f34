import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Group } from '../../groups/index.ts';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { Fault } from '../../platform/graphql/fault.ts';
import { MoneyInput, MoneyValue, moneyValue } from '../../platform/graphql/money.type.ts';
import { say, type Words } from '../../platform/words/words.ts';

export const expenseStateWords = {
  DRAFT: 'DRAFT',
  SUBMITTED: 'SUBMITTED',
  RETURNED: 'RETURNED',
  APPROVED: 'APPROVED',
  PAID: 'PAID',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
} as const;
registerEnumType(expenseStateWords, { name: 'ExpenseState' });

@ObjectType()
export class ExpenseItem {
  @Field(() => String) what: string;
  @Field(() => String) spentOn: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType()
export class ExpenseApproval {
  @Field(() => ID) personId: string;
  @Field(() => String) name: string;
  @Field(() => Date) at: Date | string;
}

@ObjectType()
export class Receipt {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) type: string;
}

/** A reason why something may not be, with its figures; screens have the words. */
@ObjectType()
export class ExpenseReason {
  @Field(() => String) code: string;
  @Field(() => Int, { nullable: true }) missing: number | null;
  @Field(() => MoneyValue, { nullable: true }) amount: MoneyValue | null;
}

@ObjectType()
export class ExpenseRights {
  @Field(() => Boolean) approve: boolean;
  @Field(() => Boolean) return: boolean;
  @Field(() => Boolean) reject: boolean;
  @Field(() => Boolean) recall: boolean;
  @Field(() => Boolean) withdraw: boolean;
  @Field(() => Boolean) pay: boolean;
  @Field(() => Boolean) update: boolean;
  @Field(() => Boolean) comment: boolean;
}

@ObjectType()
export class Expense {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => expenseStateWords) state: string;
  @Field(() => String) category: string;
  @Field(() => MoneyValue) total: MoneyValue;
  @Field(() => Group) group: Group;
  @Field(() => ID, { nullable: true }) authorId: string | null;
  @Field(() => String, { nullable: true, description: 'For members only.' }) authorName: string | null;
  @Field(() => String, { nullable: true }) payeeName: string | null;
  @Field(() => String) fundName: string;
  @Field(() => ID, { nullable: true }) budgetLineId: string | null;
  @Field(() => String, { nullable: true }) budgetLineName: string | null;
  @Field(() => MoneyValue, { nullable: true }) lineLeft: MoneyValue | null;
  @Field(() => ID, { nullable: true }) proposalId: string | null;
  @Field(() => Int, { nullable: true }) proposalNumber: number | null;
  @Field(() => String, { nullable: true }) proposalTitle: string | null;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => [ExpenseItem]) items: ExpenseItem[];
  @Field(() => [Receipt]) receipts: Receipt[];
  @Field(() => [ExpenseApproval]) approvals: ExpenseApproval[];
  @Field(() => [ExpenseReason], { description: 'What still stands between it and its approval.' })
  unmet: ExpenseReason[];
  @Field(() => ExpenseReason, { nullable: true, description: 'Why this viewer may not approve it.' })
  whyNotApprove: ExpenseReason | null;
  @Field(() => ExpenseReason, { nullable: true }) whyNotPay: ExpenseReason | null;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Field(() => Date) submittedAt: Date | string;
  @Field(() => Date, { nullable: true }) paidAt: Date | string | null;
  @Field(() => Int) revision: number;
  @Field(() => Int) version: number;
  @Field(() => ExpenseRights) can: ExpenseRights;
}

@ObjectType()
export class ExpenseCard {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => expenseStateWords) state: string;
  @Field(() => MoneyValue) total: MoneyValue;
  @Field(() => String) authorName: string;
  @Field(() => Boolean) mine: boolean;
  @Field(() => Date) submittedAt: Date | string;
  @Field(() => String) groupHandle: string;
}

@ObjectType()
export class ExpenseConnection extends connectionOf(ExpenseCard) {}

@InputType()
export class ExpenseItemInput {
  @Field(() => String) what: string;
  @Field(() => String) spentOn: string;
  @Field(() => MoneyInput) amount: MoneyInput;
}

@InputType()
export class SubmitExpenseInput {
  @Field(() => ID) groupId: string;
  @Field(() => ID, { nullable: true, description: 'An expense that was sent back, to hand in again.' }) id?:
    | string
    | null;
  @Field(() => String) title: string;
  @Field(() => String, { description: 'A slug such as equipment.' }) category: string;
  @Field(() => [ExpenseItemInput]) items: ExpenseItemInput[];
  @Field(() => [ID]) receipts: string[];
  @Field(() => ID, { nullable: true }) budgetLineId?: string | null;
  @Field(() => ID, { nullable: true }) fundId?: string | null;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => String) idempotencyKey: string;
}

@ObjectType({ implements: () => [Fault] })
export class FundShort extends Fault {
  @Field(() => MoneyValue) available: MoneyValue;
  constructor(available: bigint, currency: string) {
    super(say`The fund does not have that much available.`);
    this.available = moneyValue(available, currency);
  }
}

@ObjectType({ implements: () => [Fault] })
export class LineSpent extends Fault {
  @Field(() => MoneyValue) left: MoneyValue;
  @Field(() => ID, { nullable: true }) proposalId: string | null;
  constructor(left: bigint, currency: string, proposalId: string | null) {
    super(say`This is more than is left on the budget line.`);
    this.left = moneyValue(left, currency);
    this.proposalId = proposalId;
  }
}

@ObjectType({ implements: () => [Fault] })
export class ExpenseRefused extends Fault {
  @Field(() => ExpenseReason) reason: ExpenseReason;
  constructor(message: Words, reason: ExpenseReason) {
    super(message);
    this.reason = reason;
  }
}

export const ExpenseResult = createUnionType({
  name: 'ExpenseResult',
  types: () => [Expense, FundShort, LineSpent, ExpenseRefused] as const,
});
