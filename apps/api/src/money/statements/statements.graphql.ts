import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';
import { Said } from '../../platform/graphql/said.ts';
import type { Words } from '../../platform/words/words.ts';
import { BankAccount } from '../payouts/batches/batches.graphql.ts';

export const lineStates = { OPEN: 'OPEN', MATCHED: 'MATCHED', IGNORED: 'IGNORED' } as const;
export type LineState = keyof typeof lineStates;
registerEnumType(lineStates, { name: 'StatementLineState' });

export const partKinds = {
  ENTRY: 'ENTRY',
  EXPENSE: 'EXPENSE',
  CONTRIBUTION: 'CONTRIBUTION',
  RETURN: 'RETURN',
  GIFT: 'GIFT',
  FEE: 'FEE',
  TRANSFER: 'TRANSFER',
} as const;
export type PartKind = keyof typeof partKinds;
registerEnumType(partKinds, {
  name: 'StatementPartKind',
  description:
    'What a line is: an entry that is in the book already, an expense that was paid, what came for a promise, a payment that came back, money without a promise, what the bank took, money between accounts of the group.',
});

@ObjectType({ description: 'What a line of a statement may be.' })
export class StatementSuggestion {
  @Field(() => partKinds) kind: PartKind;
  @Field(() => ID) id: string;
  @Field(() => String) reference: string;
  @Field(() => String) name: string;
  @Field(() => String) title: string;
  @Field(() => MoneyValue, { description: 'What is open of it; above zero what should come in.' }) amount: MoneyValue;
  @Field(() => String, { description: 'reference, amount-and-name or amount-and-day.' }) why: string;
  @Field(() => Boolean) isWhole: boolean;
}

@ObjectType()
export class StatementMatch {
  @Field(() => ID) entryId: string;
  @Field(() => Int) seq: number;
  @Field(() => String) kind: string;
  @Field(() => String) text: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => Boolean, { description: 'Whether the entry was booked by the match.' }) made: boolean;
}

@ObjectType({ description: 'A line of a statement as the bank wrote it.' })
export class StatementLineView {
  @Field(() => ID) id: string;
  @Field(() => String) bookedOn: string;
  @Field(() => MoneyValue, { description: 'Above zero what came in.' }) amount: MoneyValue;
  @Field(() => String) name: string;
  @Field(() => String) text: string;
  @Field(() => String) reference: string;
  @Field(() => lineStates) state: LineState;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Field(() => Int) version: number;
  @Field(() => [StatementSuggestion]) suggestions: StatementSuggestion[];
  @Field(() => Boolean, { description: 'Whether its first suggestion is beyond doubt.' }) certain: boolean;
  @Field(() => Boolean, { description: 'Whether it looks like what the bank takes for itself.' }) looksLikeFee: boolean;
  @Field(() => [StatementMatch]) matches: StatementMatch[];
}

@ObjectType()
export class StatementLineConnection extends connectionOf(StatementLineView) {}

@ObjectType({ description: 'An entry of the book that no statement has shown yet.' })
export class UnseenEntry {
  @Field(() => ID) id: string;
  @Field(() => Int) seq: number;
  @Field(() => String) date: string;
  @Field(() => String) kind: string;
  @Field(() => String) text: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType({ description: 'An account beside what its bank says of it.' })
export class Reconciliation {
  @Field(() => BankAccount) account: BankAccount;
  @Field(() => [BankAccount]) accounts: BankAccount[];
  @Field(() => String, { nullable: true, description: 'The last day of the last statement.' }) until: string | null;
  @Field(() => MoneyValue, { nullable: true, description: 'What the bank says was on it at the end of that day.' })
  bank: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'What the book says of the same moment.' })
  book: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Bank less book; nothing where it ties.' })
  difference: MoneyValue | null;
  @Field(() => Int) openLines: number;
  @Field(() => MoneyValue) openSum: MoneyValue;
  @Field(() => [UnseenEntry]) unseen: UnseenEntry[];
}

@InputType()
export class StatementPartInput {
  @Field(() => partKinds) kind: PartKind;
  @Field(() => ID, { nullable: true, description: 'The entry, expense, contribution, payment or account it is.' })
  id?: string | null;
  @Field(() => MoneyInput, { nullable: true, description: 'Above zero; the whole line where left out.' })
  amount?: MoneyInput | null;
  @Field(() => String, { nullable: true, description: 'Who gave it, or what it was.' }) text?: string | null;
}

@InputType()
export class MatchLineInput {
  @Field(() => ID) lineId: string;
  @Field(() => Int) version: number;
  @Field(() => [StatementPartInput]) parts: StatementPartInput[];
}

@ObjectType({ description: 'What came of one line of several.' })
export class LineOutcome {
  @Field(() => ID) id: string;
  @Field(() => Boolean) done: boolean;
  @Said()
  @Field(() => String, { nullable: true, description: 'Why not.' })
  text: Words | null;
}
