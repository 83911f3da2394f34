import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { canonicalEntry, entryHash, exportText, withoutSplits, type Journal, type JournalEntry } from '#libs/money';
import { generatedYear } from '../support/generated-book.ts';

// Whoever distrusts the program verifies its books with another: fifty lines of Python, which knows nothing of ours.
const folder = mkdtempSync(join(tmpdir(), 'folkmoot-check-'));
afterAll(() => rmSync(folder, { recursive: true }));
const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));
const book = generatedYear(7, 60);
const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

async function verdictOn(journal: Journal): Promise<string> {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, exportText(journal, 'json'));
  return new Promise((resolve) =>
    execFile(python!, [join(import.meta.dirname, '../../apps/web/public/check_book.py'), path], (_, stdout, stderr) =>
      resolve((stdout + stderr).trim()),
    ),
  );
}

const changed = (seq: number, change: (entry: JournalEntry) => Partial<JournalEntry>): Journal => ({
  ...book,
  entries: book.entries.map((entry) => (entry.seq === seq ? { ...entry, ...change(entry) } : entry)),
});
const oneMore = ({ postings: [first, ...others] }: JournalEntry) => [
  { ...first!, amount: String(BigInt(first!.amount) + 1n) },
  ...others,
];
/** The last entry written anew with other content, as somebody with the whole database could. */
function forged(): Journal {
  const last = book.entries.at(-1)!;
  const postings = oneMore(last);
  const rows = postings.map((p) => ({
    accountId: p.accountId,
    currency: p.currency,
    amount: p.amount,
    category: p.category ?? null,
    budgetLineId: p.lineId ?? null,
  }));
  const canonical = canonicalEntry({ ...last, book: book.book, postings: rows });
  const hash = entryHash(sha256, last.prev, canonical);
  return { ...changed(last.seq, () => ({ postings, canonical, hash })), head: hash };
}

test.skipIf(!python)(
  `a program of others verifies the export, and notices each way to tamper with it${python ? '' : ' (SKIPPED: no python3)'}`,
  async () => {
    const holds = `${book.entries.length} entries hold, head ${book.head}`;
    const erased = changed(9, () => ({ text: null, salt: null }));
    const others = withoutSplits(book);
    expect(others.withheld!.length).toBeGreaterThan(0);
    const zero = '00'.repeat(32);
    const [first, ...rest] = book.accounts;
    const expected: readonly (readonly [Journal, string])[] = [
      [book, holds],
      [erased, holds],
      [others, `${others.entries.length} entries hold, head ${book.head}`],
      [changed(9, (entry) => ({ postings: oneMore(entry) })), 'entry 9: what it shows does not hold'],
      [changed(9, () => ({ date: '2025-12-31' })), 'entry 9: what it shows does not hold'],
      [
        changed(9, (entry) => ({ authority: { ...entry.authority, id: book.book } })),
        'entry 9: what it shows does not hold',
      ],
      [changed(9, ({ canonical }) => ({ canonical: canonical.replace('1', '2') })), 'entry 9: its hash does not hold'],
      [changed(9, () => ({ text: 'something else' })), 'entry 9: its text does not hold'],
      [changed(9, () => ({ prev: zero })), 'entry 9: its place in the chain does not hold'],
      [
        { ...book, entries: book.entries.filter(({ seq }) => seq !== 9) },
        'entry 9: its place in the chain does not hold',
      ],
      [{ ...book, entries: book.entries.slice(0, -1) }, 'the head does not hold'],
      [
        { ...others, withheld: others.withheld!.slice(1) },
        `entry ${others.withheld![0]!.seq}: its place in the chain does not hold`,
      ],
      [forged(), `entry ${book.entries.length}: its sum does not hold`],
      [{ ...book, accounts: [{ ...first!, balance: '1' }, ...rest] }, 'the balances do not hold'],
    ];
    for (const [journal, verdict] of expected) expect(await verdictOn(journal)).toBe(verdict);
  },
);
