import fc from 'fast-check';
import { type Command, command, pick, prefer } from './command.ts';
import { daysAfter } from './days.ts';
import { eur } from './eur.ts';
import { decides, type Decision, type Line, nextTitle, opens } from './lines.ts';
import type { Model } from './model.ts';

interface Row {
  readonly name: string;
  readonly minor: bigint;
  readonly fromStart: boolean;
  line: Line | null;
  isDropped: boolean;
}

/** Planned lines, adopted by one vote, that open as the money comes. */
export class Budget {
  state: 'DRAFT' | 'PROPOSED' | 'ADOPTED' | 'ENDED' | 'WITHDRAWN' = 'DRAFT';
  decision: Decision | null = null;

  constructor(
    readonly name: string,
    readonly until: string,
    readonly rows: readonly Row[],
  ) {}

  get waiting(): readonly Row[] {
    return this.rows.filter(({ line, isDropped }) => line === null && !isDropped);
  }

  /** What waits of it opens no more, and it is over. */
  takenBack(decision: Decision): void {
    if (this.decision !== decision || this.state !== 'ADOPTED') return;
    for (const row of this.waiting) row.isDropped = true;
    this.state = 'ENDED';
  }

  /** Lines open in their order, each when the fund has the whole of it; none overtakes another. */
  goesOn(model: Model, from: (row: Row) => boolean = () => true): void {
    for (const row of this.waiting.filter(from)) {
      const { minor: planned, name } = row;
      if (opens(model, { name, decision: this.decision, planned, until: this.until }) !== 'DONE') return;
      row.line = model.lines.at(-1)!;
    }
  }
}

/** A budget is over after its last day; until then what waits opens when the fund can hold it, of older decisions first. */
export function budgetClock(model: Model): void {
  for (const budget of model.budgets)
    if (budget.state === 'ADOPTED' && budget.until < model.today) budget.state = 'ENDED';
  const adopted = model.budgets.filter(({ state }) => state === 'ADOPTED');
  for (const budget of adopted.toSorted((a, b) => order(model, a) - order(model, b))) budget.goesOn(model);
}

const order = (model: Model, { decision }: Budget): number => model.adoptions.indexOf(decision!);

function adopts(model: Model, budget: Budget, decision: Decision): string {
  if (budget.until < model.today) return 'DATE_PASSED';
  const first = budget.rows.filter(({ fromStart }) => fromStart);
  const needed = first.reduce((sum, { minor }) => sum + minor, 0n);
  if (model.available('general') < needed) return 'FUND_SHORT';
  budget.state = 'ADOPTED';
  model.adoptions.push(decision);
  budget.goesOn(model, ({ fromStart }) => fromStart);
  budget.goesOn(model);
  return 'DONE';
}

const row = fc.record({ minor: fc.bigInt({ min: 1n, max: 9000n }), fromStart: fc.boolean() });

/** Budgets: planned, adopted, dropped line by line, thrown away. */
export const budgetCommands: readonly fc.Arbitrary<Command>[] = [
  fc.tuple(fc.array(row, { minLength: 1, maxLength: 3 }), fc.integer({ min: 2, max: 60 })).map(([rows, days]) =>
    command<Budget>({
      of: (model) => {
        const name = `B${model.budgets.length + 1}`;
        return new Budget(
          name,
          daysAfter(model.today, days),
          rows.map((one, at) => ({ ...one, name: `${name} row ${at + 1}`, line: null, isDropped: false })),
        );
      },
      name: ({ name, until }) =>
        `Cleo plans ${name} until ${until}: ${rows.map(({ minor, fromStart }) => `${minor}${fromStart ? ' from the start' : ''}`).join(', ')}`,
      expects(model, budget) {
        model.budgets.push(budget);
        return 'ok';
      },
      does(house, { name, until, rows: planned }) {
        const fields = {
          name,
          from: house.town.today,
          until,
          rows: planned.map(({ name: label, minor, fromStart }) => ({
            kind: 'SPENDING',
            label,
            amount: eur(minor),
            fromStart,
          })),
        };
        return house.does('cleo', 'planBudget', { input: { groupId: house.groupId, fields } }, name);
      },
    }),
  ),
  fc.nat(9).map((at) =>
    command<{ title: string; budget: Budget }>({
      of: (model) => {
        const budget = prefer(model.budgets, at, ({ state }) => state === 'DRAFT');
        return budget && { title: nextTitle(model), budget };
      },
      name: ({ title, budget }) => `${title} adopts ${budget.name}`,
      expects(model, { budget }) {
        if (budget.state === 'PROPOSED') return 'CONFLICT';
        if (budget.state !== 'DRAFT') return 'BAD_USER_INPUT effects.0.budgetId';
        if (budget.until < model.today) return 'BAD_USER_INPUT effects.0';
        budget.state = 'PROPOSED';
        return decides(model, {
          kind: 'adopt',
          effect(now, decision) {
            budget.decision = decision;
            return adopts(now, budget, decision);
          },
        });
      },
      does: (house, { title, budget }) =>
        house.decides(title, { kind: 'BUDGET_ADOPT', budgetId: house.id(budget.name) }),
    }),
  ),
  fc.tuple(fc.nat(9), fc.nat(2)).map(([at, n]) =>
    command<{ title: string; budget: Budget; row: Row }>({
      of: (model) => {
        const budget = prefer(model.budgets, at, ({ state, waiting }) => state === 'ADOPTED' && waiting.length > 0);
        return (
          budget && {
            title: nextTitle(model),
            budget,
            row: prefer(budget.rows, n, (one) => budget.waiting.includes(one))!,
          }
        );
      },
      name: ({ title, row: { name } }) => `${title} drops ${name}`,
      expects(model, { budget, row: dropped }) {
        if (budget.state !== 'ADOPTED') return 'BAD_USER_INPUT effects.0.budgetId';
        if (!budget.waiting.includes(dropped)) return 'BAD_USER_INPUT effects.0.row';
        return decides(model, {
          kind: 'drop',
          effect() {
            if (budget.state !== 'ADOPTED') return 'BUDGET_OVER';
            if (!budget.waiting.includes(dropped)) return 'NOTHING_WAITS';
            dropped.isDropped = true;
            return 'DONE';
          },
        });
      },
      does: (house, { title, budget, row: dropped }) =>
        house.decides(title, {
          kind: 'BUDGET_DROP',
          budgetId: house.id(budget.name),
          row: budget.rows.indexOf(dropped) + 1,
        }),
    }),
  ),
  fc.nat(9).map((at) =>
    command<Budget>({
      of: (model) => pick(model.budgets, at),
      name: ({ name }) => `Cleo throws ${name} away`,
      expects(_, budget) {
        if (budget.state === 'WITHDRAWN') return 'NOT_FOUND';
        if (budget.state !== 'DRAFT') return 'CONFLICT';
        budget.state = 'WITHDRAWN';
        return 'ok';
      },
      does: (house, { name }) => house.does('cleo', 'withdrawBudget', { id: house.id(name) }),
    }),
  ),
];
