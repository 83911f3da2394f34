import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ledgerPrograms } from '../../../../test/support/ledger-programs.ts';
import { sharedData } from '../../../../test/support/shared-data.ts';
import {
  canonicalEntry,
  csvCell,
  exportText,
  profiles,
  verifyJournal,
  withoutSplits,
  type Journal,
  type Profile,
} from '../index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

test.each([
  ['=1+1', `"'=1+1"`],
  ['-5', '"-5"'],
  ['@cmd', `"'@cmd"`],
  ['say "hi"', '"say ""hi"""'],
  ['＝1', `"'＝1"`],
])('the CSV cell %s is written %s', (text, cell) => expect(csvCell(text)).toBe(cell));

const sample = sharedData('ledger/journal.json');
describe.skipIf(!sample)(`the sample book${sample ? '' : ' (SKIPPED: shared data folder missing)'}`, () => {
  const journal = (): Journal => JSON.parse(readFileSync(sample!, 'utf8')) as Journal;
  const expected = sample
    ? (JSON.parse(readFileSync(join(sample, '../expected.json'), 'utf8')) as Record<
        Profile,
        { account: string; currency: string; minor: string }[]
      >)
    : null;

  test('its chain, rows, texts and sums hold, and one changed cent names its entry', () => {
    expect(verifyJournal(sha256, journal())).toBeNull();
    const touched = journal();
    const entries = touched.entries.map((entry) =>
      entry.seq === 5
        ? {
            ...entry,
            postings: entry.postings.map((p, at) => (at === 0 ? { ...p, amount: String(BigInt(p.amount) + 1n) } : p)),
          }
        : entry,
    );
    expect(verifyJournal(sha256, { ...touched, entries })).toEqual({ seq: 5, reason: 'rows' });
  });

  test('bills between people leave only their places in the chain to others, and the chain still holds', () => {
    const { withheld, ...open } = withoutSplits(journal());
    expect(withheld!.map(({ seq }) => journal().entries[seq - 1]!.kind)).toEqual(
      journal()
        .entries.map(({ kind }) => kind)
        .filter((kind) => kind.startsWith('BILL')),
    );
    expect(withheld!.every((one) => Object.keys(one).join() === 'seq,prev,hash')).toBe(true);
    expect(JSON.stringify(open)).not.toMatch(/split:|BILL|Dinner/);
    expect(verifyJournal(sha256, { ...open, withheld: withheld! })).toBeNull();
    expect(verifyJournal(sha256, open)).toEqual({ seq: withheld![0]!.seq, reason: 'number' });
    const moved = withheld!.map((one) => ({ ...one, prev: '00'.repeat(32) }));
    expect(verifyJournal(sha256, { ...open, withheld: moved })).toEqual({ seq: moved[0]!.seq, reason: 'previous' });
  });

  test('every canonical text is made as it was', () => {
    for (const entry of journal().entries) {
      const postings = entry.postings.map((p) => ({
        accountId: p.accountId,
        currency: p.currency,
        amount: p.amount,
        category: p.category ?? null,
        budgetLineId: p.lineId ?? null,
      }));
      expect(canonicalEntry({ ...entry, book: journal().book, postings })).toBe(entry.canonical);
    }
  });

  for (const { format, isThere, missing, balances } of ledgerPrograms)
    test.skipIf(!isThere)(
      `${format} comes to its known balances in both profiles${missing}`,
      async () => {
        for (const profile of profiles)
          expect(await balances(exportText(journal(), format, profile))).toEqual(
            new Map(
              expected![profile]
                .filter(({ minor }) => BigInt(minor) !== 0n)
                .map(({ account, currency, minor }) => [`${account} ${currency}`, BigInt(minor)]),
            ),
          );
      },
      30_000,
    );
});
