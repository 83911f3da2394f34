import { table } from './permissions.data.ts';

/** What can be asked of the permission table. */
export type Operation = (typeof table)[number][0];

export const duties = ['organiser', 'treasurer', 'steward'] as const;
export type Duty = (typeof duties)[number];

/** Where a person stands in a group; `none` for somebody without a running spell. */
export const standings = ['none', 'invited', 'applying', 'member', 'paused', 'suspended', 'lapsed'] as const;
export type Standing = (typeof standings)[number];

export const needs = ['session', 'fresh', 'mfa', 'second', 'log', 'reason', 'mail'] as const;
export type Need = (typeof needs)[number];

type Cell = 'Y' | 'N' | '0' | 'B' | 'c' | '-';
const columns = [
  'anonymous',
  'person',
  'invited',
  'member',
  'organiser',
  'treasurer',
  'steward',
  'operator',
  'peer',
] as const;
type Column = (typeof columns)[number];

/** One line of the table. */
export interface PermissionRow {
  readonly operation: Operation;
  readonly case: string;
  readonly cells: Readonly<Record<Column, Cell>>;
  readonly own: Cell;
  readonly needs: readonly Need[];
  readonly when: readonly string[];
}

/** Who asks, as far as the table cares. */
export interface ActorFacts {
  /** Signed in, or named by a single-purpose link. */
  readonly known: boolean;
  readonly operator: boolean;
  readonly standing: Standing;
  readonly duties: readonly Duty[];
  /** A browser session, never an API token or a link. */
  readonly session: boolean;
}

/** What is asked about, as far as the table cares. */
export interface ObjectFacts {
  readonly case: string;
  readonly own?: boolean;
  /** Answers for `c` cells, by the keys of the row's `when`; a missing key is no. */
  readonly flags?: Readonly<Record<string, boolean>>;
  /** Whether this actor may know that the group exists; if not, every no becomes "hide". */
  readonly cardReadable?: boolean;
  readonly breakGlass?: boolean;
}

export interface Decision {
  readonly effect: 'allow' | 'deny' | 'hide';
  readonly needs: readonly Need[];
}

const rows: readonly PermissionRow[] = table.map(([operation, caseName, cells, own, needed, when]) => ({
  operation,
  case: caseName,
  cells: Object.fromEntries(columns.map((column, at) => [column, cells[at] as Cell])) as Record<Column, Cell>,
  own: own as Cell,
  needs: needed.split(' ').filter((need) => need !== '') as Need[],
  when: when.split(' ').filter((key) => key !== ''),
}));

const rowsByOperation = new Map<Operation, Map<string, PermissionRow>>();
for (const row of rows)
  rowsByOperation.set(row.operation, (rowsByOperation.get(row.operation) ?? new Map()).set(row.case, row));

/** Every operation of the table, once. */
export const operations: readonly Operation[] = [...new Set(rows.map((row) => row.operation))];

/** All lines of the table, for documentation and tests. */
export const permissionRows: readonly PermissionRow[] = rows;

/** The line of an operation and a case. Throws where the table has none: a mistake of the program, never of a person. */
export function rowOf(operation: Operation, caseName: string): PermissionRow {
  const row = rowsByOperation.get(operation)?.get(caseName);
  if (!row) throw new Error(`The permission table has no line for ${operation} in the case ${caseName}.`);
  return row;
}

/** The columns that describe an actor; several duties, or a duty and running the instance, are several columns. */
export function columnsOf(actor: ActorFacts): readonly Column[] {
  const held: Column[] = [];
  if (actor.standing === 'member') held.push('member', ...actor.duties);
  else if (actor.standing === 'paused') held.push('member');
  else if (actor.standing === 'invited' || actor.standing === 'applying') held.push('invited');
  else held.push(actor.known ? 'person' : 'anonymous');
  if (actor.operator) held.push('operator');
  return held;
}

/**
 * Decides an operation by the table alone: allowed when one of the actor's columns allows, then the `own` cell, which has the last word.
 * Total for every line of the table; throws only for a line that does not exist. `hide` is answered like a random id.
 */
export function decide(operation: Operation, actor: ActorFacts, object: ObjectFacts): Decision {
  const row = rowOf(operation, object.case);
  const conditions = row.when.some((key) => object.flags?.[key] === true);
  const verdicts = columnsOf(actor).map((column) =>
    verdictOf(row.cells[column], conditions, object.breakGlass === true),
  );
  const byColumn = verdicts.includes('allow') ? 'allow' : verdicts.includes('deny') ? 'deny' : 'hide';
  const effect = object.own === true ? ownVerdict(row.own, conditions, byColumn) : byColumn;
  return { effect: effect === 'deny' && object.cardReadable === false ? 'hide' : effect, needs: row.needs };
}

function verdictOf(cell: Cell, conditions: boolean, breakGlass: boolean): Decision['effect'] {
  if (cell === 'Y' || (cell === 'c' && conditions) || (cell === 'B' && breakGlass)) return 'allow';
  return cell === '0' ? 'hide' : 'deny';
}

function ownVerdict(cell: Cell, conditions: boolean, byColumn: Decision['effect']): Decision['effect'] {
  if (cell === 'Y') return 'allow';
  if (cell === 'N') return 'deny';
  if (cell === 'c') return conditions ? 'allow' : 'deny';
  return byColumn;
}
