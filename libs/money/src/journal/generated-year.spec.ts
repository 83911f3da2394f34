import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { entryKinds } from '../../../../test/support/entry-kinds.ts';
import { generatedYear, hostileTexts } from '../../../../test/support/generated-book.ts';
import { ledgerPrograms, type Balances } from '../../../../test/support/ledger-programs.ts';
import { exportText, profiles, verifyJournal, type Journal, type JournalPosting, type Profile } from '../index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const year = generatedYear(4217, 1000);

const named = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const walletName = ({ account }: JournalPosting): string => account.split(':').map(named).join(':');
/** The account of the profile `flow`, said once more and differently from the code under test. */
function flowName(posting: JournalPosting): string {
  const [, , fund] = walletName(posting).split(':');
  const [, root, slug] = /^(\w+)\.?(.*)$/.exec(posting.category ?? '') ?? [];
  switch (root) {
    case undefined:
      return walletName(posting);
    case 'income':
      return `Income:${fund}:${named(slug!)}`;
    case 'expense':
      return `Expenses:${fund}:${named(slug!)}`;
    default:
      return `Equity:${named(root)}:${fund}`;
  }
}

function balancesOf({ entries }: Journal, profile: Profile): Balances {
  const sums = new Map<string, bigint>();
  for (const posting of entries.flatMap(({ postings }) => postings)) {
    const key = `${(profile === 'flow' ? flowName : walletName)(posting)} ${posting.currency}`;
    sums.set(key, (sums.get(key) ?? 0n) + BigInt(posting.amount));
  }
  return new Map([...sums].filter(([, minor]) => minor !== 0n));
}

test('the generated year has every kind of entry, four numbers of digits, every hostile text, and holds', () => {
  expect([...new Set(year.entries.map(({ kind }) => kind))].toSorted()).toEqual(entryKinds);
  expect(Object.values(year.currencies).toSorted((a, b) => a - b)).toEqual([0, 2, 3, 4]);
  expect(hostileTexts).toHaveLength(25);
  expect(new Set(year.entries.map(({ text }) => text)).size).toBe(25);
  expect(year.entries.length).toBeGreaterThanOrEqual(1000);
  expect(verifyJournal(sha256, year)).toBeNull();
  const [first, ...others] = year.accounts;
  const tampered = { ...year, accounts: [{ ...first!, balance: String(BigInt(first!.balance!) + 1n) }, ...others] };
  expect(verifyJournal(sha256, tampered)).toEqual({ seq: year.entries.length, reason: 'balance' });
});

/** The text of an export in parts: what is declared, each entry, and the balances at the end. */
interface Parts {
  readonly before: string;
  readonly entries: readonly string[];
  readonly after: string;
}
function partsOf(text: string): Parts {
  const blocks = text.split('\n\n');
  const isEntry = (block: string): boolean => /^\d{4}-\d\d-\d\d \* (\(E-\d+\)|")/.test(block);
  return {
    before: `${blocks[0]}\n\n`,
    entries: blocks.filter(isEntry),
    after: `\n\n${blocks
      .slice(1)
      .filter((block) => !isEntry(block))
      .join('\n\n')}`,
  };
}
const joined = ({ before, entries, after }: Parts): string => before + entries.join('\n\n') + after;

/** One unit more in the n-th posting of an entry, however many digits its currency has. */
function moved(entry: string, n: number, by: 1n | -1n): string {
  let at = -1;
  return entry.replace(
    /^( +[A-Z][\w:-]+ +)(-?[\d.]+)( [A-Z]{3})$/gm,
    (line, account: string, amount: string, code: string) => {
      at += 1;
      if (at !== n) return line;
      const digits = amount.split('.')[1]?.length ?? 0;
      const size = (BigInt(amount.replace('.', '')) + by).toString();
      const padded = size.replace('-', '').padStart(digits + 1, '0');
      const text = digits > 0 ? `${padded.slice(0, -digits)}.${padded.slice(-digits)}` : padded;
      return `${account}${size.startsWith('-') ? '-' : ''}${text}${code}`;
    },
  );
}

describe.each(ledgerPrograms)('$format $missing', ({ format, isThere, balances }) => {
  test.skipIf(!isThere).each(profiles)(
    'recomputes the year without a difference (%s)',
    async (profile) => {
      const text = exportText(year, format, profile);
      expect(partsOf(text).entries).toHaveLength(year.entries.length);
      expect(await balances(text)).toEqual(balancesOf(year, profile));
    },
    60_000,
  );

  test.skipIf(!isThere)(
    'notices a unit more, one moved, an entry left out and one that stands twice',
    async () => {
      const few = { ...year, ...cut(40) };
      const parts = partsOf(exportText(few, format, 'wallet'));
      expect(await balances(joined(parts))).toEqual(balancesOf(few, 'wallet'));
      const at = 20;
      const entry = parts.entries[at]!;
      const wrong = {
        more: parts.entries.with(at, moved(entry, 0, 1n)),
        'more at the end': parts.entries.with(at, moved(entry, few.entries[at]!.postings.length - 1, 1n)),
        moved: parts.entries.with(at, moved(moved(entry, 0, 1n), 1, -1n)),
        'left out': parts.entries.toSpliced(at, 1),
        twice: parts.entries.toSpliced(at, 0, entry),
      };
      const noticed: string[] = [];
      for (const [what, entries] of Object.entries(wrong)) {
        expect(entries).not.toEqual(parts.entries);
        await balances(joined({ ...parts, entries })).catch(() => noticed.push(what));
      }
      expect(noticed).toEqual(Object.keys(wrong));
    },
    60_000,
  );
});

/** The first entries of the year with the balances after them. */
function cut(size: number): Pick<Journal, 'entries' | 'accounts' | 'head'> {
  const entries = year.entries.slice(0, size);
  const sum = (id: string): bigint =>
    entries
      .flatMap(({ postings }) => postings)
      .filter(({ accountId }) => accountId === id)
      .reduce((all, { amount }) => all + BigInt(amount), 0n);
  return {
    entries,
    accounts: year.accounts.map((account) => ({ ...account, balance: String(sum(account.id)) })),
    head: entries.at(-1)!.hash,
  };
}
