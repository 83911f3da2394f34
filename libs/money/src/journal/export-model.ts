import type { Journal, JournalEntry, JournalPosting } from './journal.ts';

/** `wallet`: one to one with the accounts. `flow`: postings of funds become income, expenses, transfers. */
export const profiles = ['wallet', 'flow'] as const;
export type Profile = (typeof profiles)[number];

/** A posting as the plain-text programs see it. */
export interface ExportPosting {
  readonly account: string;
  readonly minor: bigint;
  readonly currency: string;
  readonly tags: readonly (readonly [string, string])[];
}

export interface ExportEntry {
  readonly seq: number;
  readonly date: string;
  readonly text: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly postings: readonly ExportPosting[];
}

export interface ExportBalance {
  readonly account: string;
  readonly currency: string;
  readonly minor: bigint;
}

/** What all three writers write from: sorted entries, sorted accounts, and the balances they must come to. */
export interface ExportModel {
  readonly head: string;
  readonly currencies: readonly (readonly [string, number])[];
  readonly entries: readonly ExportEntry[];
  readonly balances: readonly ExportBalance[];
  readonly firstDate: string;
  readonly lastDate: string;
}

const capital = (segment: string): string => segment.charAt(0).toUpperCase() + segment.slice(1);
const accountName = (path: string): string => path.split(':').map(capital).join(':');

const flowRoots: Readonly<Record<string, string>> = {
  transfer: 'Equity:Transfer',
  exchange: 'Equity:Exchange',
  opening: 'Equity:Opening',
};

function flowName({ account, category }: JournalPosting): string {
  if (!category) return accountName(account);
  const fund = capital(account.split(':').slice(2).join('-'));
  const [root = '', slug = ''] = category.split('.');
  if (root === 'income') return `Income:${fund}:${capital(slug)}`;
  return root === 'expense' ? `Expenses:${fund}:${capital(slug)}` : `${flowRoots[root]}:${fund}`;
}

/** Free text as one harmless line of a journal (money.md 11, trap 3). */
export function journalText(text: string | null): string {
  if (text === null) return '(text erased)';
  const line = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replaceAll(';', ',')
    .replaceAll('|', '/')
    .replace(/\s+/g, ' ')
    .trim();
  return line || '(none)';
}

function tagsOf(entry: JournalEntry): readonly (readonly [string, string])[] {
  const { kind, id, label } = entry.authority;
  const word = label ?? id;
  const tags: readonly (readonly [string, string])[] = [
    ['kind', entry.kind],
    ['authority', kind],
    ...(word === null ? [] : [[kind.toLowerCase(), String(word)] as const]),
    ['hash', entry.hash],
    ...(entry.eventId ? [['event', entry.eventId] as const] : []),
    ...(entry.reversesId ? [['reverses', entry.reversesId] as const] : []),
    ...Object.entries(entry.refs).map(
      ([key, value]) => [key.toLowerCase().replace(/[^a-z0-9-]/g, '-'), journalText(String(value))] as const,
    ),
  ];
  return [...new Map(tags)]; // beancount refuses a name twice; what the entry refers to has the last word
}

/** The balances to come to: those that the book keeps, where it tells them and the accounts are one to one; else the sums. */
function balancesOf(journal: Journal, entries: readonly ExportEntry[], profile: Profile): ExportBalance[] {
  const sums = new Map<string, ExportBalance>();
  const put = (account: string, currency: string, minor: bigint): void => {
    const key = `${account} ${currency}`;
    sums.set(key, { account, currency, minor: (sums.get(key)?.minor ?? 0n) + minor });
  };
  const isKept = profile === 'wallet' && journal.accounts.every(({ balance }) => balance !== undefined);
  if (profile === 'wallet')
    for (const { path, currency, balance = '0' } of journal.accounts) put(accountName(path), currency, BigInt(balance));
  if (!isKept)
    for (const { postings } of entries)
      for (const { account, currency, minor } of postings) put(account, currency, minor);
  return [...sums.values()].sort((a, b) =>
    a.account === b.account ? (a.currency < b.currency ? -1 : 1) : a.account < b.account ? -1 : 1,
  );
}

/** Turns a journal into what the writers need, in the chosen profile. */
export function exportModel(journal: Journal, profile: Profile): ExportModel {
  const name = (posting: JournalPosting): string =>
    profile === 'wallet' ? accountName(posting.account) : flowName(posting);
  const entries = journal.entries
    .map((entry) => ({
      seq: entry.seq,
      date: entry.date,
      text: journalText(entry.text),
      tags: tagsOf(entry),
      postings: entry.postings.map((posting) => ({
        account: name(posting),
        minor: BigInt(posting.amount),
        currency: posting.currency,
        tags: [
          ...(posting.category ? [['category', posting.category] as const] : []),
          ...(posting.lineId ? [['line', posting.line ?? posting.lineId] as const] : []),
        ],
      })),
    }))
    .sort((a, b) => (a.date === b.date ? a.seq - b.seq : a.date < b.date ? -1 : 1));
  const withheld = journal.withheld?.length ? ` withheld=${journal.withheld.length}` : '';
  const head = `folkmoot export v1 profile=${profile} book=${journal.book} entries=${entries.length}${withheld} head=${journal.head}`;
  const dates = entries.map(({ date }) => date);
  return {
    head,
    currencies: Object.entries(journal.currencies).sort(([a], [b]) => (a < b ? -1 : 1)),
    entries,
    balances: balancesOf(journal, entries, profile),
    firstDate: dates[0] ?? '1970-01-01',
    lastDate: dates.at(-1) ?? '1970-01-01',
  };
}

/** The day after a date, both as `YYYY-MM-DD`. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
