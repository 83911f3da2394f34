import { type BudgetItem, budgetSums, itemTotal, MOST_HEADS } from './budget.ts';
type Counted = Pick<BudgetItem, 'kind' | 'minor' | 'per'>;

/** From how many people on an event covers itself; where each further one costs more than they bring, up to how many. */
export type BreakEven =
  | { readonly kind: 'always' | 'never'; readonly heads: null }
  | { readonly kind: 'from' | 'upTo'; readonly heads: number };

/**
 * The attendance at which expected income is no less than spending, exactly: `from` the first whole number of people where each brings more than
 * they cost, `upTo` the last where each costs more. `always` and `never` hold at any attendance up to 100,000. All amounts in minor units of one
 * currency.
 */
export function breakEven(items: readonly Counted[]): BreakEven {
  const sum = (kind: BudgetItem['kind'], per: BudgetItem['per']): bigint =>
    items.filter((item) => item.kind === kind && item.per === per).reduce((total, { minor }) => total + minor, 0n);
  const gap = sum('SPENDING', 'ONCE') - sum('INCOME', 'ONCE');
  const each = sum('INCOME', 'HEAD') - sum('SPENDING', 'HEAD');
  const covers = (heads: number): boolean => each * BigInt(heads) >= gap;
  if (gap > 0n) {
    const first = firstWith(covers);
    return first === null ? { kind: 'never', heads: null } : { kind: 'from', heads: first };
  }
  const short = firstWith((heads) => !covers(heads));
  return short === null ? { kind: 'always', heads: null } : { kind: 'upTo', heads: short - 1 };
}

/** The least attendance for which something holds that holds for all above it too; null where there is none. */
function firstWith(holds: (heads: number) => boolean): number | null {
  let [below, above] = [0, MOST_HEADS + 1];
  while (above - below > 1) {
    const between = (below + above) >> 1;
    if (holds(between)) above = between;
    else below = between;
  }
  return above > MOST_HEADS ? null : above;
}

/** What an event comes to at an attendance. `each`: what it costs for one of them, rounded up to a whole minor unit; null where nobody comes. */
export interface AtHeads {
  readonly heads: number;
  readonly spending: bigint;
  readonly income: bigint;
  readonly balance: bigint;
  readonly each: bigint | null;
}

/** The sums of a plan at an attendance of 0 or more, in minor units. */
export function atHeads(items: readonly Counted[], heads: number): AtHeads {
  const sums = budgetSums(items, heads);
  const people = BigInt(heads);
  return { heads, ...sums, each: heads === 0 ? null : (sums.spending + people - 1n) / people };
}

/** A spending row with what has become of it: `spent` on its line, and `planned` on that; null where it has none. */
export interface PlannedRow extends Counted {
  readonly line: { readonly planned: bigint; readonly spent: bigint; readonly open: boolean } | null;
}

/** What an event will have cost, what of that goes beyond what the group has given for it, and where. Minor units. */
export interface EventForecast {
  readonly total: bigint;
  /** How much of the forecast no line holds; 0 where nothing was given yet, as then nothing can be overrun. */
  readonly over: bigint;
  /** The places of the rows whose own line does not suffice, with what they lack. */
  readonly rows: readonly { readonly at: number; readonly over: bigint }[];
}

/**
 * Forecast of an event that is still to come: what is spent and what is still to come of each row at the attendance `heads`, a row never less than was
 * spent on it. `spent` is all that was spent for the event; what is on no row's line is taken for the rows that have none. `given`: what its open
 * lines may spend in all and closed ones have spent. Once the event is over (`isOver`) nothing is still to come.
 */
export function eventForecast(
  rows: readonly PlannedRow[],
  of: { heads: number; spent: bigint; given: bigint; isOver: boolean },
): EventForecast {
  if (of.isOver) return { total: of.spent, over: 0n, rows: [] };
  const spending = rows.map((row, at) => ({ row, at })).filter(({ row }) => row.kind === 'SPENDING');
  const due = (row: PlannedRow): bigint => itemTotal(row, of.heads);
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, one) => total + one, 0n);
  const lined = spending.filter(({ row }) => row.line !== null);
  const bare = sum(spending.filter(({ row }) => row.line === null).map(({ row }) => due(row)));
  const elsewhere = of.spent - sum(lined.map(({ row }) => row.line!.spent));
  const ends = lined.map(({ row, at }) => ({ at, end: endOf(row, due(row)), line: row.line! }));
  const total = sum(ends.map(({ end }) => end)) + larger(bare, elsewhere);
  const short = ends
    .filter(({ line, end }) => line.open && end > line.planned)
    .map(({ at, end, line }) => ({ at, over: end - line.planned }));
  const whole = of.given > 0n ? larger(total - of.given, 0n) : 0n;
  return { total, over: larger(whole, sum(short.map(({ over }) => over))), rows: short };
}

/** A closed line takes nothing more. */
function endOf({ line }: PlannedRow, due: bigint): bigint {
  return line!.open ? larger(due, line!.spent) : line!.spent;
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
