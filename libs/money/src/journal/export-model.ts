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

/** All of a book but its entries: what stands before and after them in an export, so that they can be written one by one. */
export interface JournalFrame extends Omit<Journal, 'entries' | 'withheld'> {
  readonly entryCount: number;
  /** How many entries are not for the reader; null where there could be none. */
  readonly withheldCount: number | null;
  readonly firstDate: string | null;
  readonly lastDate: string | null;
  /** What moved, by account and category: sums of minor units. */
  readonly sums: readonly (Pick<JournalPosting, 'account' | 'currency' | 'category'> & { readonly amount: string })[];
  /** The names of all tags that `tagsOf` gives to an entry or its postings. */
  readonly tags: readonly string[];
}

/** What the writers of the plain-text programs write around the entries: sorted accounts, and the balances to come to. */
export interface ExportFrame {
  readonly head: string;
  readonly currencies: readonly (readonly [string, number])[];
  readonly entryCount: number;
  readonly balances: readonly ExportBalance[];
  readonly firstDate: string;
  readonly lastDate: string;
  readonly tags: readonly string[];
}

const capital = (segment: string): string => segment.charAt(0).toUpperCase() + segment.slice(1);
const accountName = (path: string): string => path.split(':').map(capital).join(':');

const flowRoots: Readonly<Record<string, string>> = {
  transfer: 'Equity:Transfer',
  exchange: 'Equity:Exchange',
  opening: 'Equity:Opening',
};

function flowName({ account, category }: Pick<JournalPosting, 'account' | 'category'>): string {
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
    ...Object.entries(entry.refs).map(([key, value]) => [refTag(key), journalText(String(value))] as const),
  ];
  return [...new Map(tags)]; // beancount refuses a name twice; what the entry refers to has the last word
}

const refTag = (key: string): string => key.toLowerCase().replace(/[^a-z0-9-]/g, '-');

/** The names of the tags that entries have, told by what occurs among them: keys of refs, kinds of authority that name an id, and so on. */
export function tagNames(of: {
  readonly refs: readonly string[];
  readonly authorities: readonly string[];
  readonly event: boolean;
  readonly reversal: boolean;
  readonly category: boolean;
  readonly line: boolean;
}): string[] {
  return [
    ...new Set([
      'kind',
      'authority',
      'hash',
      ...of.authorities.map((kind) => kind.toLowerCase()),
      ...(of.event ? ['event'] : []),
      ...(of.reversal ? ['reverses'] : []),
      ...of.refs.map(refTag),
      ...(of.category ? ['category'] : []),
      ...(of.line ? ['line'] : []),
    ]),
  ];
}

/** The balances to come to: those that the book keeps, where it tells them and the accounts are one to one; else the sums. */
function balancesOf(frame: JournalFrame, profile: Profile): ExportBalance[] {
  const sums = new Map<string, ExportBalance>();
  const put = (account: string, currency: string, minor: bigint): void => {
    const key = `${account} ${currency}`;
    sums.set(key, { account, currency, minor: (sums.get(key)?.minor ?? 0n) + minor });
  };
  const isKept = profile === 'wallet' && frame.accounts.every(({ balance }) => balance !== undefined);
  if (profile === 'wallet')
    for (const { path, currency, balance = '0' } of frame.accounts) put(accountName(path), currency, BigInt(balance));
  if (!isKept) for (const sum of frame.sums) put(nameIn(profile, sum), sum.currency, BigInt(sum.amount));
  return [...sums.values()].sort((a, b) =>
    a.account === b.account ? (a.currency < b.currency ? -1 : 1) : a.account < b.account ? -1 : 1,
  );
}

const nameIn = (profile: Profile, posting: Pick<JournalPosting, 'account' | 'category'>): string =>
  profile === 'wallet' ? accountName(posting.account) : flowName(posting);

/** What the writers need around the entries, in the chosen profile. */
export function exportFrame(frame: JournalFrame, profile: Profile): ExportFrame {
  const withheld = frame.withheldCount ? ` withheld=${frame.withheldCount}` : '';
  return {
    head: `folkmoot export v1 profile=${profile} book=${frame.book} entries=${frame.entryCount}${withheld} head=${frame.head}`,
    currencies: Object.entries(frame.currencies).sort(([a], [b]) => (a < b ? -1 : 1)),
    entryCount: frame.entryCount,
    balances: balancesOf(frame, profile),
    firstDate: frame.firstDate ?? '1970-01-01',
    lastDate: frame.lastDate ?? '1970-01-01',
    tags: frame.tags,
  };
}

/** An entry as the plain-text programs see it, in the chosen profile. */
export function exportEntry(entry: JournalEntry, profile: Profile): ExportEntry {
  return {
    seq: entry.seq,
    date: entry.date,
    text: journalText(entry.text),
    tags: tagsOf(entry),
    postings: entry.postings.map((posting) => ({
      account: nameIn(profile, posting),
      minor: BigInt(posting.amount),
      currency: posting.currency,
      tags: postingTags(posting),
    })),
  };
}

function postingTags(posting: JournalPosting): readonly (readonly [string, string])[] {
  return [
    ...(posting.category ? [['category', posting.category] as const] : []),
    ...(posting.lineId ? [['line', posting.line ?? posting.lineId] as const] : []),
  ];
}

/** The frame of a journal that is held as a whole. */
export function frameOf(journal: Journal): JournalFrame {
  const dates = journal.entries.map(({ date }) => date).sort();
  const tags = new Set<string>();
  for (const entry of journal.entries)
    for (const [name] of [...tagsOf(entry), ...entry.postings.flatMap(postingTags)]) tags.add(name);
  return {
    ...journal,
    entryCount: journal.entries.length,
    withheldCount: journal.withheld?.length ?? null,
    firstDate: dates[0] ?? null,
    lastDate: dates.at(-1) ?? null,
    sums: journal.entries.flatMap(({ postings }) => postings),
    tags: [...tags],
  };
}

/** The day after a date, both as `YYYY-MM-DD`. */
export function dayAfter(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
