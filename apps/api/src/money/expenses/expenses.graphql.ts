import { createUnionType, Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LinkedProposal } from '../../decisions/index.ts';
import { Group } from '../../groups/index.ts';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { Fault } from '../../platform/graphql/fault.ts';
import { MoneyValue, moneyValue } from '../../platform/graphql/money.type.ts';
import { Said } from '../../platform/graphql/said.ts';
import { type PayoutWay, payoutWays } from '../payouts/payout-fields.ts';
import { Advance, AdvanceNamed } from '../advances/advances.graphql.ts';
import { Recurrence } from '../recurring/recurring.graphql.ts';
import { InvoiceRequest } from './by-link/invoices.graphql.ts';
import { say, type Words } from '../../platform/words/words.ts';

export const expenseStateWords = {
  DRAFT: 'DRAFT',
  SUBMITTED: 'SUBMITTED',
  RETURNED: 'RETURNED',
  APPROVED: 'APPROVED',
  PARTLY_PAID: 'PARTLY_PAID',
  PAID: 'PAID',
  REJECTED: 'REJECTED',
  WITHDRAWN: 'WITHDRAWN',
} as const;
registerEnumType(expenseStateWords, { name: 'ExpenseState' });

export const expenseTypeWords = { RECEIPT: 'RECEIPT', INVOICE: 'INVOICE', ADVANCE: 'ADVANCE' } as const;
registerEnumType(expenseTypeWords, { name: 'ExpenseType' });

@ObjectType()
export class ExpenseItem {
  @Field(() => String) what: string;
  @Field(() => String) spentOn: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) category: string;
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

/** A reason why something may not be, in words and with its figures. */
@ObjectType()
export class ExpenseReason {
  @Field(() => String) code: string;
  @Said()
  @Field(() => String)
  text: Words;
  @Field(() => Int, { nullable: true }) missing: number | null;
  @Field(() => MoneyValue, { nullable: true }) amount: MoneyValue | null;
  @Field(() => Date, { nullable: true }) until: Date | null;
}

/** What a decision lets somebody approve alone, as far as it reaches an expense. */
@ObjectType()
export class ExpenseAllowance {
  @Field(() => ID) authorityId: string;
  @Said()
  @Field(() => String)
  text: Words;
  @Field(() => Boolean, { description: 'Whether the viewer holds it.' }) mine: boolean;
  @Field(() => ID) proposalId: string;
  @Field(() => Int) proposalNumber: number;
}

/** What one should look at twice. It stands in nobody's way. */
@ObjectType('ExpenseWarning')
export class ExpenseHint {
  @Field(() => String) code: string;
  @Said()
  @Field(() => String)
  text: Words;
  @Field(() => ID, { nullable: true }) expenseId: string | null;
}

@ObjectType()
export class ExpensePayment {
  @Field(() => ID) id: string;
  @Field(() => MoneyValue, { description: 'How much of the debt it settled.' }) amount: MoneyValue;
  @Field(() => MoneyValue, { description: 'What left the account for it.' }) cost: MoneyValue;
  @Field(() => MoneyValue) fee: MoneyValue;
  @Field(() => MoneyValue, { description: 'What of the amount came back.' }) returned: MoneyValue;
  @Field(() => String) paidOn: string;
  @Field(() => String, { description: 'The account it left from, as a path.' }) from: string;
  @Field(() => String, { nullable: true }) payerName: string | null;
  @Field(() => String, { nullable: true, description: 'Why it came back.' }) reason: string | null;
  @Field(() => [Receipt]) receipts: Receipt[];
}

@ObjectType({ description: 'The prepared payments that an expense waits in.' })
export class ExpenseBatch {
  @Field(() => ID) id: string;
  @Field(() => Date) madeAt: Date | string;
}

/** An account that money can leave from; for those who pay. */
@ObjectType()
export class HoldingAccount {
  @Field(() => ID) id: string;
  @Field(() => String) path: string;
  @Field(() => MoneyValue) balance: MoneyValue;
}

@ObjectType()
export class ExpenseRights {
  @Field(() => Boolean) approve: boolean;
  @Field(() => Boolean) return: boolean;
  @Field(() => Boolean) reject: boolean;
  @Field(() => Boolean) recall: boolean;
  @Field(() => Boolean) withdraw: boolean;
  @Field(() => Boolean) pay: boolean;
  @Field(() => Boolean) unapprove: boolean;
  @Field(() => Boolean) hold: boolean;
  @Field(() => Boolean) release: boolean;
  @Field(() => Boolean) noteReturn: boolean;
  @Field(() => Boolean) waive: boolean;
  @Field(() => Boolean) update: boolean;
  @Field(() => Boolean, { description: 'To ask for it anew, as a new draft.' }) again: boolean;
  @Field(() => Boolean, { description: 'To have it come back.' }) repeat: boolean;
  @Field(() => Boolean) comment: boolean;
}

@ObjectType()
export class Expense {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => expenseStateWords) state: string;
  @Field(() => String) category: string;
  @Field(() => String, { nullable: true, description: "The group's own word for it." }) categoryName: string | null;
  @Field(() => expenseTypeWords) type: string;
  @Field(() => MoneyValue, { description: 'What it is booked with, in the currency of the fund.' }) total: MoneyValue;
  @Field(() => MoneyValue, { nullable: true, description: 'What is owed in another currency.' })
  abroad: MoneyValue | null;
  @Field(() => MoneyValue) paid: MoneyValue;
  @Field(() => MoneyValue) waived: MoneyValue;
  @Field(() => MoneyValue, { description: 'What is still to be paid; nothing before it is approved.' })
  owed: MoneyValue;
  @Field(() => Group) group: Group;
  @Field(() => ID, { nullable: true }) authorId: string | null;
  @Field(() => String, { nullable: true, description: 'For members only.' }) authorName: string | null;
  @Field(() => ID, { nullable: true }) payeeId: string | null;
  @Field(() => String, { nullable: true }) payeeName: string | null;
  @Field(() => ID, { nullable: true, description: 'Where somebody outside the group is paid.' }) vendorId:
    | string
    | null;
  @Field(() => payoutWays, {
    nullable: true,
    description: 'How it is to be paid, as far as that is known; for the payee and those who approve and pay.',
  })
  payoutWay: PayoutWay | null;
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
  @Field(() => [ExpenseAllowance], {
    description: 'Who may approve it alone by a decision, or did; for those who see names.',
  })
  allowances: ExpenseAllowance[];
  @Field(() => ExpenseReason, { nullable: true, description: 'Why this viewer may not approve it.' })
  whyNotApprove: ExpenseReason | null;
  @Field(() => ExpenseReason, { nullable: true, description: 'Why this viewer may not pay it.' })
  whyNotPay: ExpenseReason | null;
  @Field(() => [ExpenseReason], { description: 'What stands between it and any payment.' }) unpaid: ExpenseReason[];
  @Field(() => [String], { description: 'Who can do the next step.' }) nextBy: string[];
  @Field(() => [ExpenseHint], { description: 'For those who approve and pay.' }) warnings: ExpenseHint[];
  @Field(() => ExpenseBatch, { nullable: true, description: 'For members: since when its payment is prepared.' })
  batch: ExpenseBatch | null;
  @Field(() => Boolean, { description: 'Whether this viewer can open the prepared payments.' }) opensBatch: boolean;
  @Field(() => [ExpensePayment]) payments: ExpensePayment[];
  @Field(() => [HoldingAccount], { description: 'For whoever may pay it now, or note what came back.' })
  holdings: HoldingAccount[];
  @Field(() => Boolean) onHold: boolean;
  @Field(() => String, { nullable: true }) holdReason: string | null;
  @Field(() => String, { nullable: true }) heldByName: string | null;
  @Field(() => LinkedProposal, { nullable: true, description: 'It took back the decision on which this rests.' })
  heldByDecision: LinkedProposal | null;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Field(() => String, { nullable: true }) reasonByName: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What its author has typed since it was last handed in, as JSON: for the author alone.',
  })
  draft: string | null;
  @Field(() => InvoiceRequest, {
    nullable: true,
    description: 'The bill that somebody outside was asked for: while it is a draft, for its author.',
  })
  invoice: InvoiceRequest | null;
  @Field(() => Advance, { nullable: true, description: 'What became of it, where it is money before it is spent.' })
  advance: Advance | null;
  @Field(() => AdvanceNamed, { nullable: true, description: 'The advance that it is set against.' })
  against: AdvanceNamed | null;
  @Field(() => Recurrence, {
    nullable: true,
    description: 'How it comes back, or what it came from: for its author, the treasurer and stewards.',
  })
  recurs: Recurrence | null;
  @Field(() => String, { nullable: true, description: 'The day that it came back for.' }) period: string | null;
  @Field(() => ID) fundId: string;
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
  @Field(() => expenseTypeWords) type: string;
  @Field(() => Boolean) mine: boolean;
  @Field(() => Boolean) onHold: boolean;
  @Field(() => Boolean, { description: 'It comes back by itself, and was made for one of its days.' })
  cameBack: boolean;
  @Field(() => Date) submittedAt: Date | string;
  @Field(() => String) groupHandle: string;
}

@ObjectType()
export class ExpenseConnection extends connectionOf(ExpenseCard) {}

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
