import { digitsOf, isCurrency } from '../amount/currency.ts';

/** What a bank says of one account: amounts in minor units, what came in above zero. A balance that the file does not tell is null. */
export interface Statement {
  readonly account: string;
  readonly currency: string;
  readonly opening: bigint | null;
  readonly closing: bigint | null;
  readonly lines: readonly StatementLine[];
}

export interface StatementLine {
  /** The day it was booked, `YYYY-MM-DD`. */
  readonly day: string;
  readonly minor: bigint;
  /** What payer and payee agreed on: EndToEndId or structured reference; empty without one. */
  readonly reference: string;
  /** Who paid or was paid. */
  readonly name: string;
  readonly text: string;
  /** The bank's own reference of the line; empty without one. */
  readonly bankRef: string;
}

/** Why a file is not taken in, with the line (counted from 1, in the file's own order) and the field where it can be said. */
export type StatementFault =
  | { readonly code: 'not-a-statement' }
  | { readonly code: 'too-large'; readonly most: number }
  | { readonly code: 'not-well-formed'; readonly row: number }
  | { readonly code: 'has-dtd' }
  | { readonly code: 'missing-column'; readonly column: string }
  | { readonly code: 'broken-field'; readonly line: number; readonly field: StatementField; readonly value: string }
  | { readonly code: 'mixed-currencies'; readonly line: number; readonly currency: string; readonly other: string }
  | { readonly code: 'unknown-currency'; readonly value: string }
  | { readonly code: 'does-not-add-up'; readonly currency: string; readonly difference: bigint };

export type StatementField = 'amount' | 'day' | 'opening balance' | 'closing balance' | 'direction' | 'balance';

/** The statements of a file, one an account, or the first thing that is wrong with it. */
export type ReadStatements =
  | { readonly ok: true; readonly statements: readonly Statement[] }
  | { readonly ok: false; readonly fault: StatementFault };

/** Ends the reading of a file at its first fault; `readOrFault` turns it into a value again. */
export class Unreadable extends Error {
  readonly fault: StatementFault;

  constructor(fault: StatementFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** Runs a reader and checks what it read: no statement at all, or one whose opening and lines do not make its closing, is a fault. */
export function readOrFault(read: () => readonly Statement[]): ReadStatements {
  try {
    const statements = read();
    if (statements.length === 0) throw new Unreadable({ code: 'not-a-statement' });
    for (const statement of statements) mustAddUp(statement);
    return { ok: true, statements };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, fault: error.fault };
    throw error;
  }
}

function mustAddUp({ opening, closing, lines, currency }: Statement): void {
  if (opening === null || closing === null) return;
  const difference = closing - lines.reduce((sum, { minor }) => sum + minor, opening);
  if (difference !== 0n) throw new Unreadable({ code: 'does-not-add-up', currency, difference });
}

/** By how much a statement does not continue the last one of its account: its opening less the closing before; null where one is unknown. */
export function openingGap(statement: Statement, lastClosing: bigint | null): bigint | null {
  return statement.opening === null || lastClosing === null ? null : statement.opening - lastClosing;
}

/** A code of ISO 4217 that we know, as the file writes it. */
export function knownCurrency(value: string): string {
  const code = value.trim().toUpperCase();
  if (!isCurrency(code)) throw new Unreadable({ code: 'unknown-currency', value: shortened(value) });
  return code;
}

const MOST = 10n ** 15n;
const grouping: Readonly<Record<string, string>> = { '.': ",'\u2019 \u00a0\u202f", ',': ".'\u2019 \u00a0\u202f" };

/**
 * An amount as banks write it, read as text: a sign on either side, groups of three if a mark is left for them, more digits than the
 * currency has only if they are zeros. Null for anything else; nothing is guessed.
 */
export function statementAmount(written: string, currency: string, mark: '.' | ','): bigint | null {
  const text = written.trim().replaceAll('\u2212', '-');
  const signed = /^([+-]?)\s*([\d.,'\u2019 \u00a0\u202f]*\d)\s*([+-]?)$/.exec(text);
  if (!signed || (signed[1] && signed[3])) return null;
  const [whole = '', fraction = '', ...more] = signed[2]!.split(mark);
  if (more.length > 0 || !/^\d*$/.test(fraction)) return null;
  const digits = ungrouped(whole, grouping[mark]!);
  const places = digitsOf(currency);
  if (digits === null || !/^0*$/.test(fraction.slice(places))) return null;
  const minor = BigInt((digits || '0') + fraction.slice(0, places).padEnd(places, '0'));
  if (minor > MOST) return null;
  return (signed[1] || signed[3]) === '-' ? -minor : minor;
}

function ungrouped(whole: string, marks: string): string | null {
  if (/^\d*$/.test(whole)) return whole;
  const used = [...new Set(whole.replace(/\d/g, ''))];
  if (used.length !== 1 || !marks.includes(used[0]!)) return null;
  const [first = '', ...groups] = whole.split(used[0]!);
  return /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group)) ? first + groups.join('') : null;
}

/** The amount of a line or of a balance; a broken one names line and field. */
export function amountAt(
  written: string,
  currency: string,
  at: { readonly line: number; readonly field: StatementField; readonly mark?: '.' | ',' },
): bigint {
  return statementAmount(written, currency, at.mark ?? '.') ?? broken(at.line, at.field, written);
}

/** A day that the calendar has, from year, month and day as they stand in the file. */
export function dayAt(parts: readonly (string | undefined)[], line: number, written: string): string {
  const [year = '', month = '', day = ''] = parts;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const found = /^(19|20)\d\d-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  const isReal = found !== null && !Number.isNaN(found.getTime()) && found.toISOString().startsWith(text);
  return isReal ? text : broken(line, 'day', written);
}

/** Ends the reading at a field of a line; line 0 is the statement itself. */
export function broken(line: number, field: StatementField, value: string): never {
  throw new Unreadable({ code: 'broken-field', line, field, value: shortened(value) });
}

/** One line of text as people read it: no control characters, no runs of spaces. */
export function oneLine(...texts: readonly (string | undefined)[]): string {
  return texts
    .map((text) => (text ?? '').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim())
    .filter((text) => text !== '')
    .join(' ');
}

const shortened = (value: string): string => oneLine(value).slice(0, 60);
