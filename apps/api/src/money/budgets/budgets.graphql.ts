import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { type BudgetState, budgetStates } from '#libs/money';
import { LinkedProposal } from '../../decisions/index.ts';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';

const named = <T extends string>(words: readonly T[]) =>
  Object.fromEntries(words.map((word) => [word, word])) as Record<T, T>;
export const budgetStateWords = named<BudgetState>(budgetStates);
export const budgetKindWords = named(['SPENDING', 'INCOME'] as const);
export const budgetStageWords = named(['OPEN', 'WAITING', 'CLOSED', 'DROPPED'] as const);
registerEnumType(budgetStateWords, {
  name: 'BudgetState',
  description: 'PROPOSED: it stands while a vote on it runs or is being carried out. ENDED: its period is over.',
});
registerEnumType(budgetKindWords, { name: 'BudgetKind' });
registerEnumType(budgetStageWords, {
  name: 'BudgetStage',
  description: 'WAITING: its line opens when the fund can hold it. DROPPED: a decision says that it opens no more.',
});

@ObjectType()
export class BudgetRow {
  @Field(() => Int, { description: 'Its place, from 1: lines open in this order.' }) n: number;
  @Field(() => budgetKindWords) kind: keyof typeof budgetKindWords;
  @Field(() => String) label: string;
  @Field(() => String, { nullable: true, description: 'Such as expense.food or income.dues.' }) category: string | null;
  @Field(() => String, { nullable: true, description: "The group's own word for it." }) categoryName: string | null;
  @Field(() => Boolean) perHead: boolean;
  @Field(() => MoneyValue, { description: 'As it was typed: the whole, or for each head.' }) each: MoneyValue;
  @Field(() => MoneyValue, { description: 'The whole, at the expected attendance.' }) planned: MoneyValue;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => Boolean, { description: 'Without it the budget does not begin.' }) fromStart: boolean;
  @Field(() => budgetStageWords, { nullable: true, description: 'Of a spending line of an adopted budget.' })
  stage: keyof typeof budgetStageWords | null;
  @Field(() => ID, { nullable: true, description: 'The budget line that was opened for it.' }) lineId: string | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Spent on the line, or come in of this kind; once adopted.' })
  actual: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Left of its open line.' }) left: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'At the end, if what is planned still happens.' })
  forecast: MoneyValue | null;
  @Field(() => MoneyValue, {
    nullable: true,
    description: 'What has still to come into the fund until its line opens; before the vote: would have to.',
  })
  waitsFor: MoneyValue | null;
}

@ObjectType({ description: 'What has become of an adopted budget, as sums of postings.' })
export class BudgetActual {
  @Field(() => MoneyValue, { description: 'On its lines.' }) spent: MoneyValue;
  @Field(() => MoneyValue, { description: 'Of the kinds that were expected.' }) received: MoneyValue;
  @Field(() => MoneyValue, { nullable: true, description: 'Of the fund in the period, on no line of it.' })
  spentBeside: MoneyValue | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Into the fund in the period, of other kinds.' })
  receivedBeside: MoneyValue | null;
  @Field(() => MoneyValue) forecastSpending: MoneyValue;
  @Field(() => MoneyValue) forecastIncome: MoneyValue;
  @Field(() => MoneyValue, { description: 'Income less spending at the end.' }) forecastBalance: MoneyValue;
}

@ObjectType()
export class BudgetCard {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => budgetStateWords) state: BudgetState;
  @Field(() => String, { description: 'The first day.' }) from: string;
  @Field(() => String, { description: 'The last day.' }) until: string;
  @Field(() => String) fundName: string;
  @Field(() => String, { description: 'general, event or project.' }) fundKind: string;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => MoneyValue) spending: MoneyValue;
  @Field(() => MoneyValue) income: MoneyValue;
  @Field(() => Int, { description: 'Lines that wait for money.' }) waiting: number;
  @Field(() => ID, { nullable: true, description: 'The vote on it, then the decision that adopted it.' })
  proposalId: string | null;
  @Field(() => Int, { nullable: true }) proposalNumber: number | null;
  @Field(() => String, { nullable: true }) proposalTitle: string | null;
  @Field(() => LinkedProposal, { nullable: true, description: 'It took back the decision that adopted it.' })
  takenBackBy: LinkedProposal | null;
}

@ObjectType()
export class BudgetRights {
  @Field(() => Boolean) update: boolean;
  @Field(() => Boolean) withdraw: boolean;
  @Field(() => Boolean, { description: 'Put it to the group.' }) propose: boolean;
  @Field(() => Boolean, { description: 'Put to the group that what waits opens no more.' }) drop: boolean;
}

@ObjectType()
export class Budget extends BudgetCard {
  @Field(() => Int) version: number;
  @Field(() => ID) fundId: string;
  @Field(() => Int, { nullable: true, description: 'The expected attendance.' }) heads: number | null;
  @Field(() => MoneyValue, { description: 'Expected income less spending.' }) balance: MoneyValue;
  @Field(() => MoneyValue, { description: 'What the fund can still spend, now.' }) available: MoneyValue;
  @Field(() => MoneyValue, { nullable: true, description: 'What the fund lacks for the lines needed from the start.' })
  short: MoneyValue | null;
  @Field(() => String, { nullable: true, description: 'Who changed it last; for members.' }) changedBy: string | null;
  @Field(() => Date) changedAt: Date | string;
  @Field(() => Boolean, { description: 'Its period is over.' }) isOver: boolean;
  @Field(() => [BudgetRow]) rows: BudgetRow[];
  @Field(() => BudgetActual, { nullable: true }) actual: BudgetActual | null;
  @Field(() => Boolean, { description: 'Whether single entries are for this viewer.' }) entriesShown: boolean;
  @Field(() => BudgetRights) can: BudgetRights;
}

/** The budgets of a group, the latest period first; drafts for members only. */
@ObjectType()
export class GroupBudgets {
  @Field(() => [BudgetCard], { description: 'At most 50.' }) budgets: BudgetCard[];
  @Field(() => Boolean) mayPlan: boolean;
}

@ObjectType({ description: 'What was spent or came in of a kind.' })
export class SpentBefore {
  @Field(() => budgetKindWords) kind: keyof typeof budgetKindWords;
  @Field(() => String) category: string;
  @Field(() => MoneyValue) amount: MoneyValue;
}

@InputType()
export class BudgetRowInput {
  @Field(() => budgetKindWords) kind: keyof typeof budgetKindWords;
  @Field(() => String) label: string;
  @Field(() => String, { nullable: true, description: 'A slug such as food. Income needs one.' })
  category?: string | null;
  @Field(() => MoneyInput) amount: MoneyInput;
  @Field(() => Boolean, { nullable: true }) perHead?: boolean | null;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => Boolean, { nullable: true }) fromStart?: boolean | null;
}

@InputType()
export class BudgetFieldsInput {
  @Field(() => String) name: string;
  @Field(() => ID, { nullable: true, description: 'The general fund unless told.' }) fundId?: string | null;
  @Field(() => String, { description: 'The first day, YYYY-MM-DD.' }) from: string;
  @Field(() => String, { description: 'The last day; its lines close after it.' }) until: string;
  @Field(() => ID, { nullable: true }) eventId?: string | null;
  @Field(() => Int, { nullable: true }) heads?: number | null;
  @Field(() => [BudgetRowInput]) rows: BudgetRowInput[];
}

@InputType()
export class PlanBudgetInput {
  @Field(() => ID) groupId: string;
  @Field(() => BudgetFieldsInput) fields: BudgetFieldsInput;
  @Field(() => String, { description: 'Made when the form is opened: sent twice, it is one budget.' })
  idempotencyKey: string;
}

@InputType()
export class UpdateBudgetInput {
  @Field(() => ID) id: string;
  @Field(() => Int) expectedVersion: number;
  @Field(() => BudgetFieldsInput) fields: BudgetFieldsInput;
}
