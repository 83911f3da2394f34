import {
  amountAt,
  broken,
  dayAt,
  knownCurrency,
  oneLine,
  readOrFault,
  Unreadable,
  type ReadStatements,
  type StatementField,
  type StatementLine,
} from './statement.ts';

/** How a bank writes its CSV: kept, so that it is said once an account. Columns go by the names in the header row, or by `1`, `2` … without one. */
export interface CsvMap {
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly mark: '.' | ',';
  readonly hasHeader: boolean;
  /** Rows above the header. */
  readonly skip: number;
  readonly day: 'YMD' | 'DMY' | 'MDY';
  readonly account: string;
  readonly currency: string;
  readonly columns: CsvColumns;
}

export interface CsvColumns {
  readonly day: string;
  /** Either one column with signed amounts, or one of what went out and one of what came in, both without a sign. */
  readonly amount?: string;
  readonly debit?: string;
  readonly credit?: string;
  /** What was on the account after the line: with it opening and closing are known and checked. */
  readonly balance?: string;
  readonly currency?: string;
  readonly reference?: string;
  readonly name?: string;
  readonly text?: string;
  readonly bankRef?: string;
}

type Cell = (column: string | undefined) => string;

/** The statement in the rows of a CSV file, as the map reads them. Amounts stay text until they are minor units. */
export function csvStatements(rows: readonly (readonly string[])[], map: CsvMap): ReadStatements {
  return readOrFault(() => {
    const currency = knownCurrency(map.currency);
    const header = map.hasHeader ? (rows[map.skip] ?? []).map((name) => name.trim()) : [];
    const at = indexOf(map, header);
    const lines = rows
      .slice(map.skip + (map.hasHeader ? 1 : 0))
      .filter((row) => row.some((cell) => cell.trim() !== ''))
      .map((row, n) => lineOf((column) => cellOf(row, at(column)), { ...map, currency }, n + 1));
    const { opening, closing } = balances(lines);
    return [{ account: map.account, currency, opening, closing, lines: lines.map(({ line }) => line) }];
  });
}

const cellOf = (row: readonly string[], at: number): string => (at < 0 ? '' : (row[at] ?? '')).trim();

/** Where a column stands; one that the map names and the file lacks is a fault, before a line is read. */
function indexOf(map: CsvMap, header: readonly string[]): (column: string | undefined) => number {
  const { columns } = map;
  if (!columns.amount && !(columns.debit && columns.credit))
    throw new Unreadable({ code: 'missing-column', column: 'amount' });
  const find = (column: string): number => (map.hasHeader ? header.indexOf(column.trim()) : Number(column) - 1);
  for (const column of Object.values(columns))
    if (column && !(find(column) >= 0)) throw new Unreadable({ code: 'missing-column', column });
  return (column) => (column ? find(column) : -1);
}

interface Read {
  readonly line: StatementLine;
  readonly balance: bigint | null;
}

function lineOf(cell: Cell, map: CsvMap, line: number): Read {
  const { columns, currency, mark } = map;
  const other = cell(columns.currency).toUpperCase() || currency;
  if (other !== currency) throw new Unreadable({ code: 'mixed-currencies', line, currency, other });
  const written = cell(columns.day);
  const balance = cell(columns.balance);
  if (columns.balance && balance === '') broken(line, 'balance', '');
  return {
    balance: columns.balance ? amountAt(balance, currency, { line, field: 'balance', mark }) : null,
    line: {
      day: dayAt(dayParts(written, map.day), line, written),
      minor: minorOf(cell, map, line),
      reference: oneLine(cell(columns.reference)),
      name: oneLine(cell(columns.name)),
      text: oneLine(cell(columns.text)),
      bankRef: oneLine(cell(columns.bankRef)),
    },
  };
}

function dayParts(written: string, order: CsvMap['day']): (string | undefined)[] {
  const [first, second, third] = /^(\d+)\D(\d+)\D(\d+)\b/.exec(written)?.slice(1) ?? [];
  const full = (year: string | undefined): string | undefined => (year?.length === 2 ? `20${year}` : year);
  if (order === 'YMD') return [full(first), second, third];
  return order === 'DMY' ? [full(third), second, first] : [full(third), first, second];
}

function minorOf(cell: Cell, { columns, currency, mark }: CsvMap, line: number): bigint {
  const field: StatementField = 'amount';
  if (columns.amount) return amountAt(cell(columns.amount), currency, { line, field, mark });
  const [out, into] = [cell(columns.debit), cell(columns.credit)].map((written) =>
    written === '' ? 0n : amountAt(written, currency, { line, field, mark }),
  ) as [bigint, bigint];
  // Banks write what went out with or without a sign; both columns at once say nothing certain.
  if ((out !== 0n) === (into !== 0n) || into < 0n)
    broken(line, field, `${cell(columns.debit)} / ${cell(columns.credit)}`);
  return out === 0n ? into : out < 0n ? out : -out;
}

/** What was on the account before the first line and after the last, in files that begin with the oldest line or with the newest. */
function balances(lines: readonly Read[]): { opening: bigint | null; closing: bigint | null } {
  const first = lines[0];
  const last = lines.at(-1);
  if (!first || !last || first.balance === null || last.balance === null) return { opening: null, closing: null };
  const [oldest, newest] = isNewestFirst(lines) ? [last, first] : [first, last];
  return { opening: oldest.balance! - oldest.line.minor, closing: newest.balance };
}

function isNewestFirst(lines: readonly Read[]): boolean {
  const [one, two] = lines;
  if (!one || !two || one.line.day !== lines.at(-1)!.line.day)
    return one !== undefined && one.line.day > lines.at(-1)!.line.day;
  return two.balance! + one.line.minor === one.balance;
}
