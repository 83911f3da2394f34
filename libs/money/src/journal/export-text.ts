import {
  dayAfter,
  exportEntry,
  type ExportEntry,
  type ExportFrame,
  exportFrame,
  type ExportPosting,
  frameOf,
  type JournalFrame,
  type Profile,
} from './export-model.ts';
import type { Journal, JournalEntry, JournalPosting, WithheldEntry } from './journal.ts';
import { decimalText } from '../amount/text.ts';

const amount = (minor: bigint, currency: string): string => `${decimalText({ minor, currency })} ${currency}`;
const accountsOf = (frame: ExportFrame): string[] => [...new Set(frame.balances.map(({ account }) => account))];
const padded = (account: string): string => account.padEnd(Math.max(account.length + 2, 54));

/** An export in pieces: what stands before the entries, each of them, and what follows; strung together they are the file. */
export interface ExportPieces {
  /** In which order the entries are asked for: by day and number, or by number. */
  readonly order: 'day' | 'seq';
  readonly before: string;
  readonly entry: (entry: JournalEntry, at: number) => string;
  /** Between the entries and those that are withheld; only JSON names these. */
  readonly between: string;
  readonly withheld: ((entry: WithheldEntry, at: number) => string) | null;
  readonly after: string;
}

/** The book for hledger (1.25 and newer, also under `check -s`), ending in balance assertions. */
function hledgerPieces(frame: ExportFrame, profile: Profile): ExportPieces {
  const commodities = frame.currencies.map(([code, digits]) => `commodity 1000.${'0'.repeat(digits)} ${code}`);
  return plainPieces(frame, profile, [
    'decimal-mark .',
    ...commodities,
    ...accountsOf(frame).map((account) => `account ${account}`),
  ]);
}

/** The book for ledger (3.3, also under `--strict --pedantic`), ending in balance assertions. */
function ledgerPieces(frame: ExportFrame, profile: Profile): ExportPieces {
  const commodities = frame.currencies.flatMap(([code, digits]) => [
    `commodity ${code}`,
    `    format 1000${digits > 0 ? `.${'0'.repeat(digits)}` : ''} ${code}`,
  ]);
  return plainPieces(frame, profile, [
    ...commodities,
    ...accountsOf(frame).map((account) => `account ${account}`),
    ...frame.tags.toSorted().map((name) => `tag ${name}`),
  ]);
}

const lined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

function plainPieces(frame: ExportFrame, profile: Profile, declarations: readonly string[]): ExportPieces {
  const balances = frame.balances.map(
    ({ account, currency, minor }) => `    ${padded(account)}0 ${currency} = ${amount(minor, currency)}`,
  );
  return {
    order: 'day',
    before: lined([`; ${frame.head}`, ...declarations, '']),
    entry: (entry) => plainEntry(exportEntry(entry, profile)),
    between: '',
    withheld: null,
    after:
      frame.entryCount > 0 ? lined([`${dayAfter(frame.lastDate)} * Balances as kept in the book`, ...balances]) : '',
  };
}

function plainEntry({ date, seq, text, tags, postings }: ExportEntry): string {
  return lined([
    `${date} * (E-${seq}) ${text}`,
    ...tags.map(([name, value]) => `    ; ${name}: ${value}`),
    ...postings.flatMap(plainPosting),
    '',
  ]);
}

function plainPosting({ account, minor, currency, tags }: ExportPosting): string[] {
  return [
    `    ${padded(account)}${amount(minor, currency)}`,
    ...tags.map(([name, value]) => `    ; ${name}: ${value}`),
  ];
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The book for beancount (2.3.5), with exact tolerance: its default would pass a balance that is wrong by a cent. */
function beancountPieces(frame: ExportFrame, profile: Profile): ExportPieces {
  const currenciesOf = (name: string): string =>
    frame.balances
      .filter(({ account }) => account === name)
      .map(({ currency }) => currency)
      .join(',');
  const balances = frame.balances.map(
    ({ account, currency, minor }) =>
      `${dayAfter(frame.lastDate)} balance ${padded(account)}${decimalText({ minor, currency })} ~ 0 ${currency}`,
  );
  return {
    order: 'day',
    before: lined([
      `; ${frame.head}`,
      'option "title" "Folkmoot book"',
      ...frame.currencies.slice(0, 1).map(([code]) => `option "operating_currency" "${code}"`),
      'option "inferred_tolerance_multiplier" "0"',
      ...accountsOf(frame).map((account) => `${frame.firstDate} open ${account} ${currenciesOf(account)}`),
      '',
    ]),
    entry: (entry) => beancountEntry(exportEntry(entry, profile)),
    between: '',
    withheld: null,
    after: frame.entryCount > 0 ? lined(balances) : '',
  };
}

function beancountEntry({ date, seq, text, tags, postings }: ExportEntry): string {
  return lined([
    `${date} * ${quoted(text)}`,
    `  seq: ${seq}`,
    ...tags.map(([name, value]) => `  ${name}: ${quoted(value)}`),
    ...postings.flatMap((posting) => [
      `  ${padded(posting.account)}${amount(posting.minor, posting.currency)}`,
      ...posting.tags.map(([name, value]) => `    ${name}: ${quoted(value)}`),
    ]),
    '',
  ]);
}

/** A text cell of a CSV file: quoted, and with a leading `'` where a spreadsheet would take it for a formula. */
export function csvCell(text: string): string {
  const isFormula = /^[\s"']*[=+\-@|%\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) && !/^-?\d+([.,]\d+)?$/.test(text);
  return `"${(isFormula ? `'${text}` : text).replaceAll('"', '""')}"`;
}

const csvColumns = [
  'seq',
  'date',
  'posted_at',
  'kind',
  'text',
  'account',
  'class',
  'fund',
  'event',
  'category',
  'amount',
  'currency',
  'minor',
  'authority',
  'authority_ref',
  'expense',
  'contribution',
  'budget_line',
  'reverses',
  'hash',
];

/** The book as CSV (RFC 4180, UTF-8): one row a posting. */
function csvPieces(frame: JournalFrame): ExportPieces {
  const accountById = new Map(frame.accounts.map((account) => [account.id, account]));
  return {
    order: 'seq',
    before: `${csvColumns.join(',')}\r\n`,
    entry: (entry) =>
      entry.postings
        .map((posting) => `${csvRow(entry, posting, accountById.get(posting.accountId)?.class ?? '').join(',')}\r\n`)
        .join(''),
    between: '',
    withheld: null,
    after: '',
  };
}

function csvRow(entry: JournalEntry, posting: JournalPosting, accountClass: string): (string | number | bigint)[] {
  const minor = BigInt(posting.amount);
  const fund = posting.account.startsWith('equity:funds:') ? posting.account.slice('equity:funds:'.length) : '';
  return [
    entry.seq,
    csvCell(entry.date),
    csvCell(entry.postedAt),
    csvCell(entry.kind),
    csvCell(entry.text ?? '(text erased)'),
    csvCell(posting.account),
    csvCell(accountClass),
    csvCell(fund),
    csvCell(entry.eventId ?? ''),
    csvCell(posting.category ?? ''),
    decimalText({ minor, currency: posting.currency }),
    posting.currency,
    minor,
    csvCell(entry.authority.kind),
    csvCell(entry.authority.label ?? entry.authority.id ?? ''),
    csvCell(String(entry.refs['expense'] ?? '')),
    csvCell(String(entry.refs['contribution'] ?? '')),
    csvCell(posting.lineId ?? ''),
    csvCell(entry.reversesId ?? ''),
    csvCell(entry.hash),
  ];
}

/** The journal as JSON, as `JSON.stringify(journal, null, 1)` writes it. */
function jsonPieces(frame: JournalFrame): ExportPieces {
  const { format, book, currencies, accounts, budgetLines, head, entryCount, withheldCount } = frame;
  const member = (value: object, at: number): string =>
    `${at === 0 ? '' : ','}\n  ${JSON.stringify(value, null, 1).replaceAll('\n', '\n  ')}`;
  const ends = (n: number): string => (n > 0 ? '\n ]' : ']');
  const start = JSON.stringify({ format, book, currencies, accounts, budgetLines }, null, 1).slice(0, -2);
  const ended = `${ends(entryCount)},\n "head": ${JSON.stringify(head)}`;
  return {
    order: 'seq',
    before: `${start},\n "entries": [`,
    entry: member,
    between: withheldCount === null ? ended : `${ended},\n "withheld": [`,
    withheld: withheldCount === null ? null : member,
    after: withheldCount === null ? '\n}\n' : `${ends(withheldCount)}\n}\n`,
  };
}

export const exportFormats = ['csv', 'json', 'hledger', 'ledger', 'beancount'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** How a book is written in one of the export formats, piece by piece. */
export function exportPieces(frame: JournalFrame, format: ExportFormat, profile: Profile = 'wallet'): ExportPieces {
  switch (format) {
    case 'csv':
      return csvPieces(frame);
    case 'json':
      return jsonPieces(frame);
    case 'hledger':
      return hledgerPieces(exportFrame(frame, profile), profile);
    case 'ledger':
      return ledgerPieces(exportFrame(frame, profile), profile);
    case 'beancount':
      return beancountPieces(exportFrame(frame, profile), profile);
  }
}

/** A journal that is held as a whole in one of the export formats. */
export function exportText(journal: Journal, format: ExportFormat, profile: Profile = 'wallet'): string {
  const { order, before, entry, between, withheld, after } = exportPieces(frameOf(journal), format, profile);
  const entries =
    order === 'seq'
      ? journal.entries
      : journal.entries.toSorted((a, b) => (a.date === b.date ? a.seq - b.seq : a.date < b.date ? -1 : 1));
  const left = withheld ? (journal.withheld ?? []).map(withheld) : [];
  return [before, ...entries.map(entry), between, ...left, after].join('');
}
