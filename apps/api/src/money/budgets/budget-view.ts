import { adoptionOf, type BudgetProgress, budgetSums, forecastOf, itemTotal, type LineStage } from '#libs/money';
import { type MoneyValue, moneyValue } from '../../platform/graphql/money.type.ts';
import type { Budget, BudgetActual, BudgetCard, BudgetRow } from './budgets.graphql.ts';
import type { PageJson } from './budgets.store.ts';

type RowJson = PageJson['rows'][number];

/** A row with what it comes to, in minor units. `stage` is null for income and before the budget is adopted. */
interface Counted extends RowJson {
  readonly planned: bigint;
  readonly done: bigint;
  readonly stage: LineStage | null;
}

type CardFields = Omit<BudgetCard, 'spending' | 'income'>;

export function cardView<T extends CardFields & { currency: string; spending: string; income: string }>(
  card: T,
): Omit<T, 'spending' | 'income' | 'currency'> & Pick<BudgetCard, 'spending' | 'income'> {
  const { currency, spending, income, ...rest } = card;
  return { ...rest, spending: moneyValue(spending, currency), income: moneyValue(income, currency) };
}

/** A budget as pages show it: each row with what has become of it, what waits with what is missing, and the sums. */
export function budgetView(page: PageJson): Omit<Budget, 'entriesShown' | 'can'> {
  const money = (minor: bigint): MoneyValue => moneyValue(minor, page.currency);
  const isAdopted = page.state === 'ADOPTED' || page.state === 'ENDED';
  const counted = page.rows.map((row) => countedRow(row, page.heads, isAdopted));
  const queue = adoptionOf(
    counted
      .filter(({ kind, stage }) => kind === 'SPENDING' && (stage === 'WAITING' || !isAdopted))
      .map(({ n, planned, fromStart }) => ({ n, total: planned, fromStart })),
    BigInt(page.available),
  );
  const { spentAll: _s, spentOnLines: _l, receivedAll: _r, madeById: _m, rows: _, available, ...rest } = page;
  const { balance } = budgetSums(itemsOf(page), page.heads);
  const over = { isOver: page.isOver || page.state === 'ENDED' };
  return {
    ...cardView(rest),
    ...over,
    balance: money(balance),
    available: moneyValue(available, page.currency),
    short: !isAdopted && queue.short > 0n ? money(queue.short) : null,
    rows: counted.map((row) => rowView(row, { money, isAdopted, ...over, queue })),
    actual: isAdopted ? actualOf(page, counted, over) : null,
  };
}

function countedRow(row: RowJson, heads: number | null, isAdopted: boolean): Counted {
  const total = itemTotal({ minor: BigInt(row.minor), per: row.per }, heads);
  // A line may have been raised or lowered since: what is planned now is what its line says.
  const planned = row.linePlanned === null ? total : BigInt(row.linePlanned);
  return {
    ...row,
    planned,
    done: BigInt(row.actual),
    stage: isAdopted && row.kind === 'SPENDING' ? stageOf(row) : null,
  };
}

function stageOf({ isDropped, lineId, isClosed }: RowJson): LineStage {
  if (isDropped) return 'DROPPED';
  if (lineId === null) return 'WAITING';
  return isClosed ? 'CLOSED' : 'OPEN';
}

const progressOf = ({ planned, done, stage }: Counted): BudgetProgress =>
  stage === null ? { kind: 'INCOME', planned, actual: done } : { kind: 'SPENDING', planned, actual: done, stage };

function rowView(
  row: Counted,
  of: {
    money: (minor: bigint) => MoneyValue;
    isAdopted: boolean;
    isOver: boolean;
    queue: { waits: readonly { n: number; missing: bigint }[] };
  },
): BudgetRow {
  const { money, isAdopted } = of;
  const missing = of.isOver ? undefined : of.queue.waits.find(({ n }) => n === row.n)?.missing;
  return {
    n: row.n,
    kind: row.kind,
    label: row.label,
    category: row.category,
    categoryName: row.categoryName,
    perHead: row.per === 'HEAD',
    each: money(BigInt(row.minor)),
    planned: money(row.planned),
    eventId: row.eventId,
    fromStart: row.fromStart,
    stage: row.stage,
    lineId: row.lineId,
    actual: isAdopted ? money(row.done) : null,
    left: row.stage === 'OPEN' ? money(row.planned - row.done) : null,
    forecast: isAdopted ? money(forecastOf(progressOf(row), of)) : null,
    waitsFor: missing === undefined ? null : money(missing > 0n ? missing : 0n),
  };
}

function actualOf(page: PageJson, rows: readonly Counted[], over: { isOver: boolean }): BudgetActual {
  const sum = (kind: RowJson['kind'], of: (row: Counted) => bigint): bigint =>
    rows.filter((row) => row.kind === kind).reduce((total, row) => total + of(row), 0n);
  const [spent, received] = [sum('SPENDING', ({ done }) => done), sum('INCOME', ({ done }) => done)];
  const ahead = (row: Counted): bigint => forecastOf(progressOf(row), over);
  const [forecastSpending, forecastIncome] = [sum('SPENDING', ahead), sum('INCOME', ahead)];
  const money = (minor: bigint): MoneyValue => moneyValue(minor, page.currency);
  return {
    spent: money(spent),
    received: money(received),
    spentBeside: page.spentAll === null ? null : money(BigInt(page.spentAll) - BigInt(page.spentOnLines)),
    receivedBeside: page.receivedAll === null ? null : money(BigInt(page.receivedAll) - received),
    forecastSpending: money(forecastSpending),
    forecastIncome: money(forecastIncome),
    forecastBalance: money(forecastIncome - forecastSpending),
  };
}

const itemsOf = ({ rows }: PageJson) => rows.map(({ kind, minor, per }) => ({ kind, minor: BigInt(minor), per }));
