import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyValue } from '../../platform/graphql/money.type.ts';
import { FundFigures } from '../book/book.graphql.ts';

export const holdingKinds = { BANK: 'bank', CASH: 'cash', PROCESSOR: 'processor' } as const;
registerEnumType(holdingKinds, { name: 'HoldingKind' });

@ObjectType({ description: 'A cash box as somebody counted it.' })
export class CashCount {
  @Field(() => String) on: string;
  @Field(() => MoneyValue) counted: MoneyValue;
  @Field(() => MoneyValue, { description: 'Counted less what the book said.' }) difference: MoneyValue;
}

@ObjectType({ description: 'An account where money of the group lies.' })
export class KeptAccount {
  @Field(() => ID) id: string;
  @Field(() => holdingKinds) kind: string;
  @Field(() => String, { nullable: true, description: 'None: it is the bank account or the cash box every book has.' })
  name: string | null;
  @Field(() => String) path: string;
  @Field(() => MoneyValue) balance: MoneyValue;
  @Field(() => Boolean, { description: 'It has its opening balance.' }) opened: boolean;
  @Field(() => Boolean, { description: 'Something was booked on it.' }) used: boolean;
  @Field(() => Boolean) closed: boolean;
  @Field(() => CashCount, { nullable: true }) lastCount: CashCount | null;
}

@ObjectType({ description: 'An entry by hand that waits for a second person.' })
export class EntryRequest {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String, { description: 'As the kinds of entries.' }) kind: string;
  @Field(() => String) text: string;
  @Field(() => MoneyValue, { description: 'What it moves.' }) amount: MoneyValue;
  @Field(() => ID) askedById: string;
  @Field(() => String) askedBy: string;
  @Field(() => Date) askedAt: Date;
  @Field(() => Int, { nullable: true, description: 'The number of the entry that it takes back or reclassifies.' })
  entrySeq: number | null;
  @Field(() => ID, { nullable: true, description: 'The account or fund it is about or takes from, or the category.' })
  fromId: string | null;
  @Field(() => ID, { nullable: true, description: 'The account or fund it goes to, or the category.' })
  toId: string | null;
  @Field(() => String, { nullable: true, description: 'Its day, where one was said.' }) on: string | null;
  @Field(() => Boolean, { description: 'The viewer may say yes or no.' }) mayApprove: boolean;
  @Field(() => Boolean, { description: 'The viewer asked for it and may take it back.' }) mayWithdraw: boolean;
}

@ObjectType({ description: 'An entry by hand that waits for the viewer as its second person.' })
export class EntryWaiting {
  @Field(() => ID) id: string;
  @Field(() => String, { description: 'As the kinds of entries.' }) kind: string;
  @Field(() => MoneyValue, { description: 'What it moves.' }) amount: MoneyValue;
  @Field(() => String) askedBy: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
}

@ObjectType({ description: 'Money that another group gave, to be put into a fund.' })
export class ShareWaiting {
  @Field(() => ID, { description: 'That of its entry.' }) id: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType()
export class KeepingRights {
  @Field(() => Boolean) keep: boolean;
  @Field(() => Boolean) transfer: boolean;
  @Field(() => Boolean) approve: boolean;
}

@ObjectType({ description: 'What the group’s money lies in, and what waits to be booked.' })
export class Keeping {
  @Field(() => ID, { description: 'That of the book.' }) id: string;
  @Field(() => String) currency: string;
  @Field(() => [KeptAccount]) accounts: KeptAccount[];
  @Field(() => [FundFigures]) funds: FundFigures[];
  @Field(() => [EntryRequest]) requests: EntryRequest[];
  @Field(() => [ShareWaiting], { description: 'The oldest first.' }) shares: ShareWaiting[];
  @Field(() => MoneyValue, { nullable: true, description: 'Above it an entry by hand needs a second person.' })
  secondPersonAbove: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Up to it a transfer needs no decision.' })
  transferWithoutDecision: MoneyValue | null;
  @Field(() => KeepingRights) can: KeepingRights;
}

@ObjectType({ description: 'What became of an entry that was asked for.' })
export class Booked {
  @Field(() => ID, { nullable: true, description: 'The entry, if it was booked.' }) entryId: string | null;
  @Field(() => ID, { nullable: true, description: 'It waits for a second person.' }) requestId: string | null;
}
