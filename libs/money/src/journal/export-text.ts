import { dayAfter, exportModel, type ExportModel, type ExportPosting, type Profile } from './export-model.ts';
import type { Journal } from './journal.ts';
import { decimalText } from '../amount/text.ts';

const amount = (minor: bigint, currency: string): string => `${decimalText({ minor, currency })} ${currency}`;
const accountsOf = (model: ExportModel): string[] => [...new Set(model.balances.map(({ account }) => account))];
const padded = (account: string): string => account.padEnd(Math.max(account.length + 2, 54));

/** The book for hledger (1.25 and newer, also under `check -s`), ending in balance assertions. */
export function hledgerText(journal: Journal, profile: Profile): string {
  const model = exportModel(journal, profile);
  const commodities = model.currencies.map(([code, digits]) => `commodity 1000.${'0'.repeat(digits)} ${code}`);
  return plainText(model, [
    'decimal-mark .',
    ...commodities,
    ...accountsOf(model).map((account) => `account ${account}`),
  ]);
}

/** The book for ledger (3.3, also under `--strict --pedantic`), ending in balance assertions. */
export function ledgerText(journal: Journal, profile: Profile): string {
  const model = exportModel(journal, profile);
  const commodities = model.currencies.flatMap(([code, digits]) => [
    `commodity ${code}`,
    `    format 1000${digits > 0 ? `.${'0'.repeat(digits)}` : ''} ${code}`,
  ]);
  const tags = [
    ...new Set(
      model.entries
        .flatMap((entry) => [...entry.tags, ...entry.postings.flatMap((posting) => posting.tags)])
        .map(([name]) => name),
    ),
  ];
  return plainText(model, [
    ...commodities,
    ...accountsOf(model).map((account) => `account ${account}`),
    ...tags.sort().map((name) => `tag ${name}`),
  ]);
}

function plainText(model: ExportModel, declarations: readonly string[]): string {
  const lines = [`; ${model.head}`, ...declarations, ''];
  for (const { date, seq, text, tags, postings } of model.entries) {
    lines.push(
      `${date} * (E-${seq}) ${text}`,
      ...tags.map(([name, value]) => `    ; ${name}: ${value}`),
      ...postings.flatMap(plainPosting),
      '',
    );
  }
  if (model.entries.length > 0) {
    lines.push(`${dayAfter(model.lastDate)} * Balances as kept in the book`);
    for (const { account, currency, minor } of model.balances)
      lines.push(`    ${padded(account)}0 ${currency} = ${amount(minor, currency)}`);
  }
  return `${lines.join('\n')}\n`;
}

function plainPosting({ account, minor, currency, tags }: ExportPosting): string[] {
  return [
    `    ${padded(account)}${amount(minor, currency)}`,
    ...tags.map(([name, value]) => `    ; ${name}: ${value}`),
  ];
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** The book for beancount (2.3.5), with exact tolerance: its default would pass a balance that is wrong by a cent. */
export function beancountText(journal: Journal, profile: Profile): string {
  const model = exportModel(journal, profile);
  const currenciesOf = (name: string): string =>
    model.balances
      .filter(({ account }) => account === name)
      .map(({ currency }) => currency)
      .join(',');
  const lines = [
    `; ${model.head}`,
    'option "title" "Folkmoot book"',
    ...model.currencies.slice(0, 1).map(([code]) => `option "operating_currency" "${code}"`),
    'option "inferred_tolerance_multiplier" "0"',
    ...accountsOf(model).map((account) => `${model.firstDate} open ${account} ${currenciesOf(account)}`),
    '',
  ];
  for (const { date, seq, text, tags, postings } of model.entries) {
    lines.push(
      `${date} * ${quoted(text)}`,
      `  seq: ${seq}`,
      ...tags.map(([name, value]) => `  ${name}: ${quoted(value)}`),
    );
    for (const posting of postings) {
      lines.push(
        `  ${padded(posting.account)}${amount(posting.minor, posting.currency)}`,
        ...posting.tags.map(([name, value]) => `    ${name}: ${quoted(value)}`),
      );
    }
    lines.push('');
  }
  if (model.entries.length > 0) {
    for (const { account, currency, minor } of model.balances)
      lines.push(
        `${dayAfter(model.lastDate)} balance ${padded(account)}${decimalText({ minor, currency })} ~ 0 ${currency}`,
      );
  }
  return `${lines.join('\n')}\n`;
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
export function csvText(journal: Journal): string {
  const accountById = new Map(journal.accounts.map((account) => [account.id, account]));
  const lines = [csvColumns.join(',')];
  for (const entry of journal.entries) {
    for (const posting of entry.postings) {
      const account = accountById.get(posting.accountId);
      const minor = BigInt(posting.amount);
      const fund = posting.account.startsWith('equity:funds:') ? posting.account.slice('equity:funds:'.length) : '';
      const cells: (string | number | bigint)[] = [
        entry.seq,
        csvCell(entry.date),
        csvCell(entry.postedAt),
        csvCell(entry.kind),
        csvCell(entry.text ?? '(text erased)'),
        csvCell(posting.account),
        csvCell(account?.class ?? ''),
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
      lines.push(cells.join(','));
    }
  }
  return `${lines.join('\r\n')}\r\n`;
}

export const exportFormats = ['csv', 'json', 'hledger', 'ledger', 'beancount'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** A journal in one of the export formats. */
export function exportText(journal: Journal, format: ExportFormat, profile: Profile = 'wallet'): string {
  switch (format) {
    case 'csv':
      return csvText(journal);
    case 'json':
      return `${JSON.stringify(journal, null, 1)}\n`;
    case 'hledger':
      return hledgerText(journal, profile);
    case 'ledger':
      return ledgerText(journal, profile);
    case 'beancount':
      return beancountText(journal, profile);
  }
}
