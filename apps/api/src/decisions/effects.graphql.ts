import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { EffectKind } from '#libs/governance';
import { dutyKinds } from '../groups/index.ts';
import { MoneyInput, MoneyValue } from '../platform/graphql/money.type.ts';
import { Said } from '../platform/graphql/said.ts';
import { type Words, type Kept } from '../platform/words/words.ts';

export const effectWords = {
  BUDGET_LINE_OPEN: 'budget_line.open',
  BUDGET_LINE_RAISE: 'budget_line.raise',
  BUDGET_LINE_LOWER: 'budget_line.lower',
  BUDGET_LINE_CLOSE: 'budget_line.close',
  BUDGET_ALLOCATE: 'budget.allocate',
  BUDGET_ADOPT: 'budget.adopt',
  BUDGET_DROP: 'budget.drop',
  DECISION_TAKE_BACK: 'decision.take_back',
  EXPENSE_APPROVE: 'expense.approve',
  SPENDING_GRANT: 'spending.grant',
  SPENDING_WITHDRAW: 'spending.withdraw',
  FUND_SHARE: 'fund.share',
  EVENT_SCHEDULE: 'event.schedule',
  EVENT_CANCEL: 'event.cancel',
  MEMBER_ADMIT: 'member.admit',
  MEMBER_REMOVE: 'member.remove',
  DUTY_GIVE: 'duty.give',
  DUTY_END: 'duty.end',
  RULEBOOK_AMEND: 'rulebook.amend',
  AGREEMENT_ADOPT: 'agreement.adopt',
  PROPOSAL_DRAFT: 'proposal.draft',
} as const satisfies Record<string, EffectKind>;
export const procedureWords = { USUAL: 'usual', ENTRENCHED: 'entrenched', REMOVAL: 'removal' } as const;
registerEnumType(effectWords, { name: 'EffectKind' });
registerEnumType(procedureWords, {
  name: 'Procedure',
  description: 'How heavy a decision is. Entrenched and removal: two thirds, half voting, seven days.',
});

@InputType()
export class RuleChangeInput {
  @Field(() => String, { description: 'A rule, such as joining or decision.days, or class.<rule>.' }) key: string;
  @Field(() => String, { description: 'yes or no, a word, a share such as 1/3, a number, or minor units.' })
  value: string;
}

@InputType({ description: 'What follows when it passes. Each kind takes its own fields; the description names them.' })
export class EffectInput {
  @Field(() => effectWords) kind: EffectKind;
  @Field(() => Int, {
    nullable: true,
    description: 'The option on whose winning it hangs, by its place from 0; absent: on the proposal being passed.',
  })
  onOption?: number | null;
  @Field(() => String, { nullable: true, description: 'Budget line, event, agreement, follow-up: its name.' })
  title?: string | null;
  @Field(() => String, { nullable: true, description: 'Agreement, follow-up: its text.' }) text?: string | null;
  @Field(() => String, { nullable: true, description: 'Cancelling, ending a duty, removing: read by those concerned.' })
  reason?: string | null;
  @Field(() => MoneyInput, {
    nullable: true,
    description:
      'Budget line: planned, or by how much it is raised or lowered. Expense: at most. Spending authority: in all.',
  })
  amount?: MoneyInput | null;
  @Field(() => ID, { nullable: true, description: 'The fund; the general one unless told.' }) fundId?: string | null;
  @Field(() => ID, { nullable: true, description: 'The event; for scheduling a draft, or absent for a new one.' })
  eventId?: string | null;
  @Field(() => ID, { nullable: true }) expenseId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Raising, lowering, closing: the budget line.' })
  lineId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Adopting, dropping: the budget.' }) budgetId?: string | null;
  @Field(() => Int, { nullable: true, description: 'Dropping: the one row that waits; absent: all of them.' })
  row?: number | null;
  @Field(() => ID, {
    nullable: true,
    description: 'Who is admitted, removed, given a duty, or holds the one that ends.',
  })
  personId?: string | null;
  @Field(() => dutyKinds, { nullable: true }) duty?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Giving a duty: to those who win, instead of a person.' })
  toWinners?: boolean | null;
  @Field(() => ID, { nullable: true, description: 'Giving a duty: whose it was, and ends.' }) insteadOf?: string | null;
  @Field(() => String, { nullable: true, description: 'Giving a duty: the last day of its term.' }) until?:
    | string
    | null;
  @Field(() => MoneyInput, { nullable: true, description: 'Spending authority: up to so much at a time; absent: all.' })
  each?: MoneyInput | null;
  @Field(() => String, { nullable: true, description: 'Spending authority: the category that it is for, as `food`.' })
  category?: string | null;
  @Field(() => String, { nullable: true, description: 'Spending authority: its first day; absent: when it is given.' })
  from?: string | null;
  @Field(() => Boolean, { nullable: true, description: 'Spending authority: a budget line holds the money for it.' })
  hold?: boolean | null;
  @Field(() => ID, { nullable: true, description: 'Taking back: the decision.' }) decisionId?: string | null;
  @Field(() => ID, { nullable: true, description: 'Withdrawing: the spending authority.' }) authorityId?: string | null;
  @Field(() => String, { nullable: true, description: 'Sharing: the handle of the group that gets it.' })
  toGroup?: string | null;
  @Field(() => String, { nullable: true }) startLocal?: string | null;
  @Field(() => String, { nullable: true }) endLocal?: string | null;
  @Field(() => String, { nullable: true }) placeName?: string | null;
  @Field(() => [RuleChangeInput], { nullable: true }) changes?: RuleChangeInput[] | null;
}

@ObjectType()
export class RuleChanged {
  @Field(() => String) key: string;
  @Field(() => String) before: string;
  @Field(() => String) after: string;
}

@ObjectType({ description: 'A row of a budget as it was put to the vote.' })
export class ProposedRow {
  @Field(() => Boolean, { description: 'Money to be spent; else income that is expected.' }) spending: boolean;
  @Field(() => String) label: string;
  @Field(() => String, { nullable: true }) category: string | null;
  @Field(() => MoneyValue, { description: 'At the expected attendance.' }) amount: MoneyValue;
  @Field(() => MoneyValue, { nullable: true, description: 'For each head, where it is counted so.' })
  each: MoneyValue | null;
  @Field(() => Boolean, { description: 'Without it the budget does not begin.' }) fromStart: boolean;
}

@ObjectType({ description: 'A budget as it was put to the vote: it stands so, whatever becomes of the draft.' })
export class ProposedBudget {
  @Field(() => ID) id: string;
  @Field(() => String) from: string;
  @Field(() => String) until: string;
  @Field(() => Int, { nullable: true }) heads: number | null;
  @Field(() => MoneyValue) spending: MoneyValue;
  @Field(() => MoneyValue) income: MoneyValue;
  @Field(() => [ProposedRow]) rows: ProposedRow[];
}

@ObjectType()
export class TakenBackLine {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => MoneyValue, { description: 'What is free in its fund again.' }) free: MoneyValue;
  @Field(() => Boolean, { description: 'Else it keeps what open advances and another decision need.' }) closes: boolean;
}

@ObjectType()
export class TakenBackExpense {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => MoneyValue, { description: 'What is not paid yet.' }) owed: MoneyValue;
}

@ObjectType()
export class TakenBackBudget {
  @Field(() => ID) id: string;
  @Field(() => String) name: string;
  @Field(() => Int, { description: 'Lines that wait for money, and open no more.' }) waiting: number;
}

@ObjectType()
export class TakenBackAuthority {
  @Field(() => ID) id: string;
  @Field(() => String) what: string;
  @Field(() => MoneyValue) left: MoneyValue;
}

@ObjectType({
  description: 'What taking a decision back does: as it is now, and once it is carried out as it was done.',
})
export class TakesBack {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => Boolean) done: boolean;
  @Field(() => [TakenBackLine]) lines: TakenBackLine[];
  @Field(() => [TakenBackExpense], { description: 'Not paid in full: they go on hold.' }) expenses: TakenBackExpense[];
  @Field(() => [TakenBackBudget]) budgets: TakenBackBudget[];
  @Field(() => [TakenBackAuthority]) authorities: TakenBackAuthority[];
  @Field(() => [effectWords], { description: 'What it did and what stays as it is.' }) stays: string[];
  @Field(() => Boolean, { description: 'It was not carried out, and never will be.' }) dropped: boolean;
}

/** An effect in facts: screens and mails put the words around them. */
@ObjectType()
export class ProposalEffect {
  @Field(() => effectWords) kind: string;
  @Field(() => String, { nullable: true }) onOption: string | null;
  @Field(() => String, { description: 'The name of what it is about: line, event, agreement, expense, follow-up.' })
  label: string;
  @Field(() => MoneyValue, { nullable: true }) planned: MoneyValue | null;
  @Field(() => ID, { nullable: true }) fundId: string | null;
  @Field(() => String, { nullable: true }) fundName: string | null;
  @Field(() => String, { nullable: true, description: 'general, event or project.' }) fundKind: string | null;
  @Field(() => ID, { nullable: true }) eventId: string | null;
  @Field(() => String, { nullable: true }) startLocal: string | null;
  @Field(() => String, { nullable: true }) endLocal: string | null;
  @Field(() => String, { nullable: true }) placeName: string | null;
  @Field(() => ID, { nullable: true }) expenseId: string | null;
  @Field(() => ID, { nullable: true }) lineId: string | null;
  @Field(() => Int, { nullable: true }) expenseNumber: number | null;
  @Field(() => ID, { nullable: true }) personId: string | null;
  @Field(() => String, { nullable: true }) personName: string | null;
  @Field(() => dutyKinds, { nullable: true }) duty: string | null;
  @Field(() => Boolean, { description: 'A duty for whoever is elected.' }) toWinners: boolean;
  @Field(() => ID, { nullable: true }) insteadOf: string | null;
  @Field(() => String, { nullable: true }) formerName: string | null;
  @Field(() => String, { nullable: true }) until: string | null;
  @Field(() => MoneyValue, { nullable: true, description: 'Spending authority: at a time.' }) each: MoneyValue | null;
  @Field(() => String, { nullable: true }) category: string | null;
  @Field(() => String, { nullable: true, description: "The group's own word for it." }) categoryName: string | null;
  @Field(() => String, { nullable: true }) lineName: string | null;
  @Field(() => String, { nullable: true }) eventTitle: string | null;
  @Field(() => String, { nullable: true }) from: string | null;
  @Field(() => Boolean, { description: 'A budget line is opened that holds the money.' }) hold: boolean;
  @Field(() => ID, { nullable: true }) authorityId: string | null;
  @Field(() => String, { nullable: true, description: 'Sharing: the handle of the group that gets it.' })
  toGroup: string | null;
  @Field(() => String, { nullable: true }) toGroupName: string | null;
  @Field(() => String, { nullable: true }) text: string | null;
  @Field(() => String, { nullable: true }) reason: string | null;
  @Field(() => [RuleChanged]) changes: RuleChanged[];
  @Field(() => ProposedBudget, { nullable: true }) budget: ProposedBudget | null;
  @Field(() => ID, { nullable: true }) budgetId: string | null;
  @Field(() => Int, { nullable: true }) row: number | null;
  @Field(() => TakesBack, { nullable: true }) takesBack: TakesBack | null;
  @Said()
  @Field(() => String, { nullable: true, description: 'Why it could not run now.' })
  refusal: Words | null;
  @Field(() => String, { nullable: true }) refusalCode: string | null;
  @Field(() => ID, { nullable: true, description: 'What it made.' }) outcomeRef: string | null;
}

@ObjectType()
export class EffectPreview {
  @Field(() => [ProposalEffect]) effects: ProposalEffect[];
  @Field(() => procedureWords, { description: 'The procedure that they need together.' }) procedure: string;
}

/** A passed proposal that could not be carried out, for those who may try again. */
@ObjectType()
export class FailedExecution {
  @Field(() => ID) id: string;
  @Field(() => Int) number: number;
  @Field(() => String) title: string;
  @Field(() => String) groupName: string;
  @Said()
  @Field(() => String)
  failureText: Kept;
}
