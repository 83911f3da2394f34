import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { LinkedProposal } from '../../decisions/index.ts';
import { dutyKinds, Group } from '../../groups/index.ts';
import { connectionOf } from '../../platform/graphql/connection.ts';
import { figureKinds } from './figures.ts';
import { MoneyValue } from '../../platform/graphql/money.type.ts';
import { EventAsk, EventTicket } from '../contributions/asks.graphql.ts';
import { ExpenseCard } from '../expenses/expenses.graphql.ts';

export const authorityWords = {
  DECISION: 'DECISION',
  RULE: 'RULE',
  DUTY: 'DUTY',
  OPENING: 'OPENING',
  SYSTEM: 'SYSTEM',
} as const;
registerEnumType(authorityWords, { name: 'AuthorityKind' });

export const secondWords = { PERSON: 'PERSON', NOBODY: 'NOBODY' } as const;
registerEnumType(secondWords, {
  name: 'SecondPerson',
  description: 'PERSON: somebody else has approved it. NOBODY: nobody else held a duty then, so it was booked alone.',
});

export const figureWords = Object.fromEntries(figureKinds.map((kind) => [kind, kind]));
registerEnumType(figureWords, {
  name: 'FigureKind',
  description:
    'IN_HAND: in accounts and out as advances. BALANCE: that of funds, what is approved and not paid included. UNPAID: approved, not paid. IN, OUT: income and expenses of funds. MOVED: openings, transfers, exchange.',
});

@InputType({ description: 'A figure of the book: what of it, in which currency, and what it is narrowed to.' })
export class FigureInput {
  @Field(() => figureWords) kind: string;
  @Field(() => String) currency: string;
  @Field(() => ID, { nullable: true }) fundId?: string | null;
  @Field(() => String, { nullable: true, description: 'Such as expense.food.' }) category?: string | null;
  @Field(() => ID, { nullable: true }) lineId?: string | null;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => String, { nullable: true, description: 'The first day, YYYY-MM-DD.' }) from?: string | null;
  @Field(() => String, { nullable: true, description: 'The last day.' }) until?: string | null;
}

@ObjectType()
export class Figure {
  @Field(() => MoneyValue) sum: MoneyValue;
  @Field(() => Int, { description: 'How many entries it sums.' }) entries: number;
}

@ObjectType()
export class FundFigures {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) kind: string;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => Boolean, { description: 'Given for a purpose: only its own lines spend it.' }) restricted: boolean;
  @Field(() => String, { description: 'What its money is for; empty where it is for anything.' }) purpose: string;
  @Field(() => String, { nullable: true, description: 'Who gave it, for members only.' }) giver: string | null;
  @Field(() => MoneyValue) balance: MoneyValue;
  @Field(() => MoneyValue) unpaid: MoneyValue;
  @Field(() => MoneyValue) held: MoneyValue;
  @Field(() => MoneyValue) available: MoneyValue;
}

@ObjectType({ description: 'A notice that a rule lets spend money.' })
export class LineNotice {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) groupHandle: string;
}

@ObjectType()
export class BudgetLine {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => String) fundName: string;
  @Field(() => MoneyValue) planned: MoneyValue;
  @Field(() => MoneyValue) spent: MoneyValue;
  @Field(() => MoneyValue) paid: MoneyValue;
  @Field(() => MoneyValue) left: MoneyValue;
  @Field(() => MoneyValue, { description: 'What of the rest open advances keep for themselves, now.' })
  advanced: MoneyValue;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => ID, { nullable: true }) proposalId: string | null;
  @Field(() => Int, { nullable: true }) proposalNumber: number | null;
  @Field(() => String, { nullable: true }) proposalTitle: string | null;
  @Field(() => LinkedProposal, { nullable: true, description: 'It took back the decision that opened the line.' })
  takenBackBy: LinkedProposal | null;
  @Field(() => LineNotice, { nullable: true, description: 'The notice for which the rules opened it.' })
  notice: LineNotice | null;
  @Field(() => String, { nullable: true, description: 'The last day on which it can be spent.' })
  validUntil: string | null;
  @Field(() => ID, { nullable: true, description: 'The budget round whose pot it is.' }) roundId: string | null;
  @Field(() => Boolean, { description: 'Held for a notice that does not stand yet, or a round: nothing can be spent.' })
  reserved: boolean;
  @Field(() => Boolean) closed: boolean;
}

@ObjectType()
export class BookMonth {
  @Field(() => String, { description: 'YYYY-MM.' }) month: string;
  @Field(() => MoneyValue) moneyIn: MoneyValue;
  @Field(() => MoneyValue) moneyOut: MoneyValue;
  @Field(() => MoneyValue, { description: 'Openings, transfers and exchange, which are neither in nor out.' })
  moved: MoneyValue;
  @Field(() => MoneyValue, { description: 'At the end of the month: what was there before, in, less out, and moved.' })
  balance: MoneyValue;
}

@ObjectType()
export class BookCategory {
  @Field(() => String) category: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@ObjectType({ description: 'By what somebody approved it alone.' })
export class EntryAlone {
  @Field(() => ID) id: string;
  @Field(() => String) what: string;
  @Field(() => String, { nullable: true, description: 'For members; null where a duty has it.' })
  personName: string | null;
  @Field(() => dutyKinds, { nullable: true }) duty: string | null;
  @Field(() => MoneyValue, { description: 'In all.' }) ceiling: MoneyValue;
  @Field(() => ID) proposalId: string;
  @Field(() => Int) proposalNumber: number;
  @Field(() => String) proposalTitle: string;
}

@ObjectType()
export class Entry {
  @Field(() => ID) id: string;
  @Field(() => Int) seq: number;
  @Field(() => String) date: string;
  @Field(() => String) kind: string;
  @Field(() => String, { nullable: true }) category: string | null;
  @Field(() => MoneyValue, { description: 'What it changed in the funds; for a payment, what left the account.' })
  amount: MoneyValue;
  @Field(() => String, { nullable: true, description: 'For members only: it may name people.' }) text: string | null;
  @Field(() => authorityWords) authorityKind: string;
  @Field(() => ID, { nullable: true }) proposalId: string | null;
  @Field(() => Int, { nullable: true }) proposalNumber: number | null;
  @Field(() => String, { nullable: true }) proposalTitle: string | null;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => ID, { nullable: true }) expenseId: string | null;
  @Field(() => Int, { nullable: true }) expenseNumber: number | null;
  @Field(() => Int) receipts: number;
  @Field(() => secondWords, {
    nullable: true,
    description: 'Where the rules ask for a second person for an entry by hand.',
  })
  second: string | null;
  @Field(() => String, { nullable: true, description: 'Who the second person was, for members.' })
  secondName: string | null;
  @Field(() => EntryAlone, { nullable: true, description: 'The spending authority that it rests on.' })
  alone: EntryAlone | null;
  @Field(() => ID, { nullable: true }) reversesId: string | null;
  @Field(() => Boolean) reversed: boolean;
  @Field(() => String) hash: string;
}

@ObjectType()
export class EntryConnection extends connectionOf(Entry) {}

@ObjectType()
export class BookRights {
  @Field(() => Boolean) submitExpense: boolean;
  @Field(() => Boolean) recordContribution: boolean;
  @Field(() => Boolean) reverse: boolean;
  @Field(() => Boolean) export: boolean;
  @Field(() => Boolean) openFund: boolean;
}

/** The budget page. Every figure is a sum of postings; nothing is subtracted by a client. */
@ObjectType()
export class Book {
  @Field(() => ID) id: string;
  @Field(() => Group) group: Group;
  @Field(() => [MoneyValue], { description: 'In accounts and out as advances.' }) inHand: MoneyValue[];
  @Field(() => [MoneyValue], { description: 'What of it people hold as advances.' }) advancesOut: MoneyValue[];
  @Field(() => [FundFigures]) funds: FundFigures[];
  @Field(() => [BudgetLine]) lines: BudgetLine[];
  @Field(() => [BookMonth]) months: BookMonth[];
  @Field(() => [BookCategory]) categories: BookCategory[];
  @Field(() => [Entry], { description: 'The newest 20.' }) latest: Entry[];
  @Field(() => Boolean, { description: 'There are older entries than those.' }) hasOlder: boolean;
  @Field(() => Boolean, { description: 'Whether single entries are for this viewer.' }) entriesShown: boolean;
  @Field(() => Int) entryCount: number;
  @Field(() => String) headHash: string;
  @Field(() => BookRights) can: BookRights;
}

/** An event in the book: its own purse, the lines planned for it, and what was approved or paid of its expenses. */
@ObjectType()
export class EventMoney {
  @Field(() => String, { description: 'That of the book.' }) currency: string;
  @Field(() => FundFigures, { nullable: true }) fund: FundFigures | null;
  @Field(() => [BudgetLine]) lines: BudgetLine[];
  @Field(() => [MoneyValue], { description: 'One for each currency.' }) spent: MoneyValue[];
  @Field(() => [ExpenseCard], { description: 'At most 10; for members only.' }) expenses: ExpenseCard[];
  @Field(() => MoneyValue, { nullable: true, description: 'How much more it will cost than its lines hold.' })
  over: MoneyValue | null;
  @Field(() => EventAsk, { nullable: true }) ask: EventAsk | null;
  @Field(() => EventTicket, { nullable: true }) myTicket: EventTicket | null;
}
