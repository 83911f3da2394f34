import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { MoneyInput, MoneyValue } from '../../platform/graphql/money.type.ts';
import { BudgetLine } from '../book/book.graphql.ts';

export const rowKinds = { SPENDING: 'SPENDING', INCOME: 'INCOME' } as const;
export const rowPers = { ONCE: 'ONCE', HEAD: 'HEAD' } as const;
export const attendances = { EXPECTED: 'EXPECTED', GOING: 'GOING', CAPACITY: 'CAPACITY' } as const;
export const breakEvens = { ALWAYS: 'always', NEVER: 'never', FROM: 'from', UP_TO: 'upTo' } as const;
export const eventNeeds = { OVERRUN: 'overrun', LEFTOVER: 'leftover' } as const;
registerEnumType(rowKinds, { name: 'EventBudgetRowKind' });
registerEnumType(rowPers, { name: 'EventBudgetPer', description: 'Once for the event, or for each who comes.' });
registerEnumType(attendances, { name: 'EventAttendance' });
registerEnumType(breakEvens, {
  name: 'BreakEvenKind',
  description: 'FROM: from that many people on it covers itself. UP_TO: each further one costs more than they bring.',
});
registerEnumType(eventNeeds, { name: 'EventMoneyNeedKind' });

@ObjectType()
export class EventBudgetRow {
  @Field(() => rowKinds) kind: keyof typeof rowKinds;
  @Field(() => String) label: string;
  @Field(() => String, { nullable: true }) category: string | null;
  @Field(() => rowPers) per: keyof typeof rowPers;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => MoneyValue, { nullable: true, description: 'What the forecast goes beyond its own line.' })
  over: MoneyValue | null;
}

@ObjectType({ description: 'What an event comes to at an attendance.' })
export class EventAtHeads {
  @Field(() => attendances) at: keyof typeof attendances;
  @Field(() => Int) heads: number;
  @Field(() => MoneyValue) spending: MoneyValue;
  @Field(() => MoneyValue) income: MoneyValue;
  @Field(() => MoneyValue, { description: 'Income less spending.' }) balance: MoneyValue;
  @Field(() => MoneyValue, {
    nullable: true,
    description: 'What it costs for one of them; nothing where nobody comes.',
  })
  each: MoneyValue | null;
}

@ObjectType()
export class EventBreakEven {
  @Field(() => breakEvens) kind: string;
  @Field(() => Int, { nullable: true }) heads: number | null;
}

@ObjectType({ description: 'An event of the group that is over, and how many came.' })
export class EventBefore {
  @Field(() => ID) eventId: string;
  @Field(() => String) title: string;
  @Field(() => Date) startAt: Date;
  @Field(() => Int) came: number;
}

@ObjectType({ description: 'The plan of another event of the group, to begin from.' })
export class EventBudgetTemplate extends EventBefore {
  @Field(() => Int, { nullable: true }) heads: number | null;
  @Field(() => Boolean) sameSeries: boolean;
  @Field(() => [EventBudgetRow]) rows: EventBudgetRow[];
}

@ObjectType()
export class EventLeftover {
  @Field(() => String, {
    nullable: true,
    description: 'The day on which what is left is free again; nothing where it is asked about.',
  })
  releaseOn: string | null;
  @Field(() => Date, { nullable: true }) releasedAt: Date | null;
}

@ObjectType()
export class EventBudgetRights {
  @Field(() => Boolean) plan: boolean;
  @Field(() => Boolean) propose: boolean;
}

@ObjectType()
export class PlanIncome {
  @Field(() => String) category: string;
  @Field(() => String, { nullable: true, description: "The group's own word for it." }) name: string | null;
}

@ObjectType({ description: 'The money of an event: what was planned, what came and went, and what it will come to.' })
export class EventBudget {
  @Field(() => ID, { description: 'That of the event.' }) id: string;
  @Field(() => String) title: string;
  @Field(() => Date) startAt: Date;
  @Field(() => String) zone: string;
  @Field(() => String) groupHandle: string;
  @Field(() => String) groupName: string;
  @Field(() => Boolean) isOver: boolean;
  @Field(() => String) currency: string;
  @Field(() => ID) fundId: string;
  @Field(() => String) fundName: string;
  @Field(() => String) fundKind: string;
  @Field(() => MoneyValue, { description: 'What its fund can still spend.' }) available: MoneyValue;
  @Field(() => ID, { nullable: true }) budgetId: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'DRAFT, PROPOSED, ADOPTED or ENDED; nothing where there is no plan.',
  })
  state: string | null;
  @Field(() => Int, { description: 'To be sent along when it is changed; 0 where there is no plan.' }) version: number;
  @Field(() => ID, { nullable: true }) proposalId: string | null;
  @Field(() => Int, { nullable: true }) heads: number | null;
  @Field(() => [EventBudgetRow]) rows: EventBudgetRow[];
  @Field(() => Int) going: number;
  @Field(() => Int, { nullable: true }) capacity: number | null;
  @Field(() => EventBefore, { nullable: true, description: 'The last event like this one.' }) last: EventBefore | null;
  @Field(() => [EventAtHeads]) at: EventAtHeads[];
  @Field(() => EventBreakEven) breakEven: EventBreakEven;
  @Field(() => MoneyValue) received: MoneyValue;
  @Field(() => MoneyValue) spent: MoneyValue;
  @Field(() => MoneyValue, { description: 'What its lines may spend in all.' }) given: MoneyValue;
  @Field(() => MoneyValue) left: MoneyValue;
  @Field(() => MoneyValue, { description: 'What it will have cost at the end, as many come as are going now.' })
  forecast: MoneyValue;
  @Field(() => MoneyValue, { nullable: true, description: 'How much of the forecast no line holds.' })
  over: MoneyValue | null;
  @Field(() => [BudgetLine]) lines: BudgetLine[];
  @Field(() => MoneyValue, { nullable: true, description: 'What the event asks of each place.' })
  ask: MoneyValue | null;
  @Field(() => EventLeftover, { nullable: true }) leftover: EventLeftover | null;
  @Field(() => [PlanIncome], { description: 'What income can be planned under.' }) incomes: PlanIncome[];
  @Field(() => [EventBudgetTemplate], { description: 'Those most alike first.' }) templates: EventBudgetTemplate[];
  @Field(() => EventBudgetRights) can: EventBudgetRights;
}

@ObjectType({ description: 'Something about the money of an event that its hosts and the treasurers should know.' })
export class EventMoneyNeed {
  @Field(() => ID) eventId: string;
  @Field(() => String) title: string;
  @Field(() => String) groupName: string;
  @Field(() => eventNeeds) kind: string;
  @Field(() => MoneyValue) amount: MoneyValue;
  @Field(() => String, { nullable: true, description: 'The day on which what is left is free again.' }) day:
    | string
    | null;
}

@InputType()
export class EventBudgetRowInput {
  @Field(() => rowKinds) kind: keyof typeof rowKinds;
  @Field(() => String) label: string;
  @Field(() => String, { nullable: true }) category?: string | null;
  @Field(() => rowPers) per: keyof typeof rowPers;
  @Field(() => MoneyInput) amount: MoneyInput;
}

@InputType()
export class PlanEventMoneyInput {
  @Field(() => ID) eventId: string;
  @Field(() => Int, { description: 'As it was read; 0 where there was no plan.' }) expectedVersion: number;
  @Field(() => Int, { nullable: true, description: 'How many are expected.' }) heads?: number | null;
  @Field(() => [EventBudgetRowInput], { description: 'Without rows the plan is taken back.' })
  rows: EventBudgetRowInput[];
}
