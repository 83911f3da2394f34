/** A book as plain data (`folkmoot-journal/1`): amounts are strings of minor units, + is a debit, - a credit. */
export interface Journal {
  readonly format: 'folkmoot-journal/1';
  readonly book: string;
  readonly currencies: Readonly<Record<string, number>>;
  readonly accounts: readonly JournalAccount[];
  readonly budgetLines: readonly JournalLine[];
  readonly entries: readonly JournalEntry[];
  /** Entries that are not for this reader, such as bills between people: their place in the chain, nothing of what they say. */
  readonly withheld?: readonly WithheldEntry[];
  readonly head: string;
}

/** All that is said of an entry to those whom it does not concern: enough to follow the chain past it. */
export interface WithheldEntry {
  readonly seq: number;
  readonly prev: string;
  readonly hash: string;
}

export interface JournalAccount {
  readonly id: string;
  readonly path: string;
  readonly class: 'HOLDING' | 'PARTY' | 'FUND' | 'TRADING' | 'SPLIT';
  readonly currency: string;
  readonly exponent: number;
  readonly splitId: string | null;
  /** What the book keeps as the sum of its postings, beside them: programs that read the export are told to come to the same. */
  readonly balance?: string;
}

export interface JournalLine {
  readonly line?: string;
  readonly id: string;
  readonly name: string;
  readonly fund: string;
  readonly accountId: string;
  readonly currency: string;
  readonly category: string | null;
  readonly planned: string;
  readonly openedAfterSeq: number;
  readonly closedAfterSeq: number | null;
  readonly authority: { readonly kind: string; readonly id: string | null; readonly label?: string };
}

export interface JournalPosting {
  readonly account: string;
  readonly accountId: string;
  readonly currency: string;
  readonly amount: string;
  readonly category?: string;
  readonly line?: string;
  readonly lineId?: string;
}

export interface JournalEntry {
  readonly seq: number;
  readonly id: string;
  readonly date: string;
  readonly postedAt: string;
  readonly kind: string;
  readonly authority: { readonly kind: string; readonly id: string | null; readonly label?: string };
  readonly actorId: string;
  readonly eventId: string | null;
  readonly reversesId: string | null;
  readonly refs: Readonly<Record<string, string | number>>;
  readonly text: string | null;
  readonly salt: string | null;
  readonly textCommit: string;
  readonly postings: readonly JournalPosting[];
  readonly canonical: string;
  readonly prev: string;
  readonly hash: string;
}

/** What an entry's hash covers, before it is one text. */
export interface EntryBody {
  readonly book: string;
  readonly seq: number;
  readonly id: string;
  readonly date: string;
  readonly postedAt: string;
  readonly kind: string;
  readonly authority: { readonly kind: string; readonly id: string | null };
  readonly actorId: string;
  readonly eventId: string | null;
  readonly reversesId: string | null;
  readonly textCommit: string;
  readonly refs: Readonly<Record<string, string | number>>;
  readonly postings: readonly {
    readonly accountId: string;
    readonly currency: string;
    readonly amount: string;
    readonly category: string | null;
    readonly budgetLineId: string | null;
  }[];
}

/** The exact ASCII text that an entry's hash covers: a JSON array without spaces in a fixed order (money.md 15), version 1. */
export function canonicalEntry(entry: EntryBody): string {
  const refs = Object.entries(entry.refs).sort(([a], [b]) => (a < b ? -1 : 1));
  const postings = entry.postings.map(({ accountId, currency, amount, category, budgetLineId }) => [
    accountId,
    currency,
    amount,
    category,
    budgetLineId,
  ]);
  const text = JSON.stringify([
    1,
    entry.book,
    entry.seq,
    entry.id,
    entry.date,
    entry.postedAt,
    entry.kind,
    [entry.authority.kind, entry.authority.id],
    entry.actorId,
    entry.eventId,
    entry.reversesId,
    entry.textCommit,
    refs,
    postings,
  ]);
  return text.replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

type Digest = (bytes: Uint8Array) => Uint8Array;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const unhex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** The hash of an entry: digest(previous hash ‖ canonical bytes), in hexadecimal. */
export function entryHash(digest: Digest, previous: string, canonical: string): string {
  return hex(digest(joined(unhex(previous), utf8(canonical))));
}

/** What the chain holds of a text instead of the text: digest(salt ‖ UTF-8 of its NFC form), in hexadecimal. */
export function textCommitOf(digest: Digest, salt: Uint8Array, text: string): string {
  return hex(digest(joined(salt, utf8(text.normalize('NFC')))));
}

export type JournalFault = {
  readonly seq: number;
  readonly reason: 'number' | 'previous' | 'hash' | 'rows' | 'text' | 'sum' | 'head' | 'balance';
};

/**
 * Verifies a journal from its data alone and names the first entry that does not hold, or null: numbers, chain, rows against canonical text,
 * commitments, sums, and the balances that the book keeps. Of a withheld entry only its place in the chain can be verified.
 */
export function verifyJournal(digest: Digest, journal: Journal): JournalFault | null {
  let head = '00'.repeat(32);
  const all = [...journal.entries, ...(journal.withheld ?? [])].sort((a, b) => a.seq - b.seq);
  for (const [at, entry] of all.entries()) {
    const expected = { seq: at + 1, head };
    const reason = isWhole(entry) ? faultOf(digest, journal.book, entry, expected) : linkFaultOf(entry, expected);
    if (reason) return { seq: at + 1, reason };
    head = entry.hash;
  }
  if (head !== journal.head) return { seq: all.length, reason: 'head' };
  return areBalances(journal) ? null : { seq: all.length, reason: 'balance' };
}

function areBalances({ accounts, entries }: Journal): boolean {
  const sums = new Map<string, bigint>();
  for (const { postings } of entries)
    for (const { accountId, amount } of postings) sums.set(accountId, (sums.get(accountId) ?? 0n) + BigInt(amount));
  return accounts.every(({ id, balance }) => balance === undefined || BigInt(balance) === (sums.get(id) ?? 0n));
}

const isWhole = (entry: JournalEntry | WithheldEntry): entry is JournalEntry => 'canonical' in entry;

function linkFaultOf(entry: WithheldEntry, expected: { seq: number; head: string }): 'number' | 'previous' | null {
  if (entry.seq !== expected.seq) return 'number';
  return entry.prev === expected.head ? null : 'previous';
}

function faultOf(
  digest: Digest,
  book: string,
  entry: JournalEntry,
  expected: { seq: number; head: string },
): JournalFault['reason'] | null {
  const linkFault = linkFaultOf(entry, expected);
  if (linkFault) return linkFault;
  if (entry.hash !== entryHash(digest, entry.prev, entry.canonical)) return 'hash';
  const postings = entry.postings.map((p) => ({
    accountId: p.accountId,
    currency: p.currency,
    amount: p.amount,
    category: p.category ?? null,
    budgetLineId: p.lineId ?? null,
  }));
  if (entry.canonical !== canonicalEntry({ ...entry, book, postings })) return 'rows';
  if (
    entry.text !== null &&
    entry.salt !== null &&
    entry.textCommit !== textCommitOf(digest, unhex(entry.salt), entry.text)
  )
    return 'text';
  return isBalanced(postings) ? null : 'sum';
}

/** Whether postings sum to zero in each currency. */
export function isBalanced(
  postings: readonly { readonly currency: string; readonly amount: string | bigint }[],
): boolean {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of postings) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amount));
  return [...sums.values()].every((sum) => sum === 0n);
}

/** The book for readers outside of its splits: of bills between people nothing but their places in the chain (money.md 15). */
export function withoutSplits(journal: Journal): Journal {
  const split = new Set(journal.accounts.filter(({ splitId }) => splitId !== null).map(({ id }) => id));
  if (split.size === 0) return journal;
  const isSplit = ({ postings }: JournalEntry): boolean => postings.some(({ accountId }) => split.has(accountId));
  const entries = journal.entries.filter((entry) => !isSplit(entry));
  const accounts = journal.accounts.filter(({ id }) => !split.has(id));
  const used = new Set(accounts.map(({ currency }) => currency));
  return {
    ...journal,
    currencies: Object.fromEntries(Object.entries(journal.currencies).filter(([code]) => used.has(code))),
    accounts,
    entries,
    withheld: journal.entries.filter(isSplit).map(({ seq, prev, hash }) => ({ seq, prev, hash })),
  };
}
