import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { AdvanceStanding } from '#libs/money';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';

export const advanceStandings = {
  DRAFT: 'draft',
  ASKED: 'asked',
  TO_PAY: 'to-pay',
  OUT: 'out',
  OVERDUE: 'overdue',
  SETTLED: 'settled',
  ENDED: 'ended',
} as const satisfies Record<string, AdvanceStanding>;
registerEnumType(advanceStandings, {
  name: 'AdvanceStanding',
  description: 'Where money before it is spent stands; OUT: somebody holds it, OVERDUE: for longer than said.',
});

@ObjectType({ description: 'An expense that was set against an advance.' })
export class AdvanceReceipt {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String, { description: 'For members only.' }) title: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) on: string;
}

@ObjectType()
export class AdvanceFile {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) type: string;
}

@ObjectType({ description: 'What of an advance was given back.' })
export class AdvanceReturn {
  @Field(() => ID) id: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String) on: string;
  @Field(() => String, { description: 'The account it lies in again, as a path.' }) into: string;
  @Field(() => String, { nullable: true }) byName: string | null;
  @Field(() => [AdvanceFile]) files: AdvanceFile[];
}

@ObjectType({ description: 'What became of money that was asked for before it was spent.' })
export class Advance {
  @Field(() => advanceStandings) standing: AdvanceStanding;
  @Field(() => String) dueOn: string;
  @Field(() => MoneyValue, { description: 'What the person still holds.' }) out: MoneyValue;
  @Field(() => MoneyValue, { description: 'What receipts were set against it.' }) cleared: MoneyValue;
  @Field(() => MoneyValue) handedBack: MoneyValue;
  @Field(() => [AdvanceReceipt]) receipts: AdvanceReceipt[];
  @Field(() => [AdvanceReturn]) returns: AdvanceReturn[];
  @Field(() => Boolean, { description: 'Whether this viewer can hand in receipts against it.' }) canShow: boolean;
  @Field(() => Boolean, { description: 'Whether this viewer can note what comes back.' }) canNoteBack: boolean;
}

@ObjectType({ description: 'The advance that an expense names.' })
export class AdvanceNamed {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => MoneyValue, { nullable: true, description: 'What the expense settled of it, once it is approved.' })
  settled: MoneyValue | null;
}

@ObjectType({ description: 'An advance in a list of those that are open.' })
export class AdvanceCard {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) payeeName: string;
  @Field(() => Boolean) mine: boolean;
  @Field(() => advanceStandings) standing: AdvanceStanding;
  @Field(() => String) dueOn: string;
  @Field(() => MoneyValue) out: MoneyValue;
  @Field(() => MoneyValue, { description: 'What is allowed and not yet paid.' }) owed: MoneyValue;
}

@ObjectType()
export class AdvanceConnection extends connectionOf(AdvanceCard) {}

@InputType({
  description: 'What somebody gave back of an advance; what is left out is all that is out, today, to the bank.',
})
export class AdvanceBackInput {
  @Field(() => ID) expenseId: string;
  @Field(() => MoneyInput, { nullable: true }) amount?: MoneyInput | null;
  @Field(() => String, { nullable: true }) day?: string | null;
  @Field(() => ID, { nullable: true, description: 'The account of the group it lies in now.' }) holdingId?:
    | string
    | null;
  @Field(() => [ID], { description: 'What shows it: a photo of the count, the bank statement.' }) receipts: string[];
  @Field(() => String) idempotencyKey: string;
}
