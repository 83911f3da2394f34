import type { BudgetFieldsInput, BudgetPartsFragment, SpentBeforeQuery } from '../../gql/graphql.ts';
import { addDays } from '../../platform/days.ts';
import { newKey } from '../../platform/idempotency.ts';
import { fieldText, readAmount } from '../../platform/money.ts';
import { say } from '../../platform/words.ts';
import type { FormFault } from '../../platform/useForm.ts';
import { type CategoryNamed, categoryWord } from '../money/words.ts';

/** One line as it is typed. `key` is its own for as long as the form stands. */
export interface TypedRow {
  key: string;
  label: string;
  amount: string;
  category: string;
  perHead: boolean;
  fromStart: boolean;
  eventId: string;
}

/** A budget as it is typed. */
export interface BudgetTyped {
  name: string;
  from: string;
  until: string;
  fundId: string;
  eventId: string;
  heads: string;
  spending: TypedRow[];
  income: TypedRow[];
}

export function emptyRow(more: Partial<TypedRow> = {}): TypedRow {
  return {
    key: newKey(),
    label: '',
    amount: '',
    category: '',
    perHead: false,
    fromStart: false,
    eventId: '',
    ...more,
  };
}

/** An empty plan of the next whole year, or of this one in its first quarter. */
export function emptyBudget(today: string): BudgetTyped {
  const year = Number(today.slice(0, 4)) + (today.slice(5, 7) > '03' ? 1 : 0);
  return {
    name: say('budgets.yearName', { year: String(year) }),
    from: `${year}-01-01`,
    until: `${year}-12-31`,
    fundId: '',
    eventId: '',
    heads: '',
    spending: [emptyRow()],
    income: [],
  };
}

/** What stands of a budget, to be typed on. */
export function typedOf(budget: BudgetPartsFragment): BudgetTyped {
  const rows = (kind: string): TypedRow[] =>
    budget.rows
      .filter((row) => row.kind === kind)
      .map((row) =>
        emptyRow({
          label: row.label,
          amount: fieldText(BigInt(row.each.minor), row.each.currency),
          category: row.category?.split('.').at(-1) ?? '',
          perHead: row.perHead,
          fromStart: row.fromStart,
          eventId: row.eventId ?? '',
        }),
      );
  return {
    name: budget.name,
    from: budget.from,
    until: budget.until,
    fundId: budget.fundKind === 'general' ? '' : budget.fundId,
    eventId: budget.eventId ?? '',
    heads: budget.heads === null || budget.heads === undefined ? '' : String(budget.heads),
    spending: rows('SPENDING'),
    income: rows('INCOME'),
  };
}

/** Lines from what was really spent and came in, by category. */
export function rowsBefore(before: SpentBeforeQuery['spentBefore']): Pick<BudgetTyped, 'spending' | 'income'> {
  const rows = (kind: string): TypedRow[] =>
    before
      .filter((one) => one.kind === kind)
      .map(({ category, amount }) =>
        emptyRow({
          label: categoryWord(category),
          category: category.split('.').at(-1) ?? '',
          amount: fieldText(BigInt(amount.minor), amount.currency),
        }),
      );
  return { spending: rows('SPENDING'), income: rows('INCOME') };
}

/** The period of the same length that ends on the day before one begins: a whole year is the year before. */
export function periodBefore({ from, until }: Pick<BudgetTyped, 'from' | 'until'>): { from: string; until: string } {
  const back = (day: string): string => `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  if (from.slice(5) === '01-01' && until === `${from.slice(0, 4)}-12-31`)
    return { from: back(from), until: back(until) };
  const days = Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
  return { from: addDays(from, -days - 1), until: addDays(from, -1) };
}

/** What a typed line comes to in minor units, 0 where nothing can be read yet. */
export function totalOf(
  { amount, perHead }: TypedRow,
  { heads, currency }: { heads: string; currency: string },
): bigint {
  const read = readAmount(amount, currency);
  if (!read.ok) return 0n;
  return perHead ? read.minor * BigInt(/^\d{1,6}$/.test(heads) ? heads : '0') : read.minor;
}

const isBlank = ({ label, amount }: TypedRow): boolean => label.trim() === '' && amount.trim() === '';

/** The lines that are sent, in their order: what is to be spent, then what is expected. A line in which nothing stands is none. */
export function sentRows(typed: BudgetTyped): { kind: 'SPENDING' | 'INCOME'; row: TypedRow }[] {
  const of = (kind: 'SPENDING' | 'INCOME', rows: readonly TypedRow[]) =>
    rows.filter((row) => !isBlank(row)).map((row) => ({ kind, row }));
  return [...of('SPENDING', typed.spending), ...of('INCOME', typed.income)];
}

/** What the API takes; null and the faults by the key of the line where an amount cannot be read. */
export function budgetFields(
  typed: BudgetTyped,
  currency: string,
  listed: readonly CategoryNamed[],
): { fields: BudgetFieldsInput } | { faults: Readonly<Record<string, string>> } {
  const faults: Record<string, string> = {};
  const rows = sentRows(typed).map(({ kind, row }) => {
    const read = readAmount(row.amount, currency);
    if (!read.ok) faults[`${row.key}.amount`] = read.message;
    const label =
      row.label.trim() || (kind === 'INCOME' && row.category ? categoryWord(`income.${row.category}`, listed) : '');
    if (!label) faults[`${row.key}.label`] = say('budgets.fault.label');
    if (kind === 'INCOME' && !row.category) faults[`${row.key}.category`] = say('budgets.fault.category');
    return {
      kind,
      label,
      category: row.category || null,
      amount: { minor: read.ok ? read.minor.toString() : '0', currency },
      perHead: row.perHead,
      fromStart: row.fromStart,
      eventId: row.eventId || null,
    };
  });
  if (Object.keys(faults).length > 0) return { faults };
  const { name, from, until, fundId, eventId, heads } = typed;
  return {
    fields: {
      name: name.trim(),
      from,
      until,
      fundId: fundId || null,
      eventId: eventId || null,
      heads: heads.trim() === '' ? null : Number(heads),
      rows,
    },
  };
}

/** The faults of the API: those of a line by its key, the rest by field. */
export function faultsByRow(
  typed: BudgetTyped,
  faults: readonly FormFault[],
): { rows: Readonly<Record<string, string>>; rest: FormFault[] } {
  const sent = sentRows(typed);
  const rows: Record<string, string> = {};
  const rest: FormFault[] = [];
  for (const fault of faults) {
    const [, at, name] = /^rows\.(\d+)\.(\w+)$/.exec(fault.field ?? '') ?? [];
    const row = at === undefined ? undefined : sent[Number(at)]?.row;
    if (row) rows[`${row.key}.${name}`] = fault.message;
    else rest.push(fault);
  }
  return { rows, rest };
}
