import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../../test/support/shared-data.ts';
import {
  canonicalEntry,
  csvCell,
  digitsOf,
  exportText,
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

  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-book-'));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const run = (program: string, args: string[]): string => execFileSync(program, args, { encoding: 'utf8' });
  const has = (program: string): boolean => existsSync(`/usr/bin/${program}`);
  const label = (program: string): string =>
    `${program} recomputes every balance${has(program) ? '' : ` (SKIPPED: ${program} is not installed)`}`;
  const minorOf = (text: string): bigint => BigInt(text.replace(/[.\s]/g, ''));
  const balances = (profile: Profile): Map<string, bigint> =>
    new Map(
      expected![profile]
        .filter(({ minor }) => BigInt(minor) !== 0n)
        .map(({ account, currency, minor }) => [`${account} ${currency}`, BigInt(minor)]),
    );

  for (const profile of ['wallet', 'flow'] as const) {
    test.skipIf(!has('hledger'))(`${label('hledger')} (${profile})`, () => {
      const path = write(`${profile}.journal`, exportText(journal(), 'hledger', profile));
      run('hledger', ['-f', path, 'check', '-s']);
      const rows = run('hledger', ['-f', path, 'bal', '--flat', '-N', '-E', '-O', 'csv', '--layout=bare'])
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').map((cell) => cell.replaceAll('"', '')));
      const found = new Map(
        rows
          .map(([account, currency, balance]) => [`${account} ${currency}`, minorOf(balance!)] as const)
          .filter(([, minor]) => minor !== 0n),
      );
      expect(found).toEqual(balances(profile));
    });

    test.skipIf(!has('ledger'))(`${label('ledger')} (${profile})`, () => {
      const path = write(`${profile}.ledger`, exportText(journal(), 'ledger', profile));
      run('ledger', ['-f', path, '--strict', '--pedantic', 'bal']);
      const found = new Map<string, bigint>();
      for (const line of run('ledger', [
        '-f',
        path,
        'reg',
        '--format',
        '%(account)|%(quantity(amount))|%(commodity(amount))\\n',
      ])
        .trim()
        .split('\n')) {
        const [account, quantity = '0', currency = ''] = line.split('|');
        const [whole = '0', fraction = ''] = quantity.split('.');
        const key = `${account} ${currency}`;
        found.set(
          key,
          (found.get(key) ?? 0n) + BigInt(whole + fraction.padEnd(currency ? digitsOf(currency) : 0, '0')),
        );
      }
      for (const [key, minor] of found) if (minor === 0n) found.delete(key);
      expect(found).toEqual(balances(profile));
    });

    test.skipIf(!has('bean-check'))(
      `${label('bean-check')} (${profile})`,
      () => {
        const path = write(`${profile}.beancount`, exportText(journal(), 'beancount', profile));
        run('bean-check', [path]);
        const rows = run('bean-query', [
          '-f',
          'csv',
          '-q',
          path,
          'SELECT account, currency, sum(number) AS n GROUP BY account, currency',
        ])
          .trim()
          .split(/\r?\n/)
          .slice(1)
          .map((line) => line.split(',').map((cell) => cell.trim()));
        const found = new Map(
          rows
            .map(([account, currency, n]) => {
              const [whole = '0', fraction = ''] = n!.split('.');
              return [
                `${account} ${currency}`,
                BigInt(whole + fraction.padEnd(digitsOf(currency!), '0').slice(0, digitsOf(currency!))),
              ] as const;
            })
            .filter(([, minor]) => minor !== 0n),
        );
        expect(found).toEqual(balances(profile));
      },
      30_000,
    );
  }

  test.skipIf(!has('hledger') || !has('bean-check'))(
    'hostile texts add no entry, and a cent more is noticed',
    () => {
      const hostile = [
        'a\n2026-01-01 * fake\n    Assets:X  1 EUR',
        '; comment',
        'quote " and \\ back',
        'include /etc/passwd',
        'x\u2028y',
        '|pipe|',
        '',
        'x'.repeat(3000),
      ];
      const book = journal();
      const entries = book.entries.map((entry, at) => ({ ...entry, text: hostile[at % hostile.length]! }));
      const path = write('hostile.journal', exportText({ ...book, entries }, 'hledger'));
      expect(run('hledger', ['-f', path, 'print']).match(/\(E-\d+\)/g)).toHaveLength(book.entries.length);
      run('bean-check', [write('hostile.beancount', exportText({ ...book, entries }, 'beancount'))]);
      const wrong = exportText(book, 'hledger').replace('500.00 EUR\n', '500.01 EUR\n');
      expect(() =>
        execFileSync('hledger', ['-f', write('wrong.journal', wrong), 'check', '-s'], { stdio: 'pipe' }),
      ).toThrow();
    },
    30_000,
  );
});
