import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sharedData } from '../../../test/support/shared-data.ts';
import {
  add,
  apportion,
  canonicalEntry,
  csvCell,
  currencies,
  decimalText,
  digitsOf,
  expenseAfter,
  exportText,
  formatAmount,
  mayNotApprove,
  mayNotPay,
  parseAmount,
  unmetApproval,
  verifyJournal,
  type ApprovalRules,
  type Journal,
  type Profile,
} from './index.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

test('the currencies Intl knows have our digits, but for those whose digits Intl drops', () => {
  const dropped = new Set('AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR RSD SOS SYP YER UYW CLF BHD'.split(' '));
  const differing = Intl.supportedValuesOf('currency').filter(
    (code) =>
      currencies.includes(code) &&
      new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits !==
        digitsOf(code),
  );
  expect(differing.filter((code) => !dropped.has(code))).toEqual([]);
  expect(currencies.length).toBeGreaterThan(160);
  expect([digitsOf('EUR'), digitsOf('JPY'), digitsOf('KWD'), digitsOf('CLF')]).toEqual([2, 0, 3, 4]);
});

test.each([
  ['385.50', 'EUR', 38550n],
  ['385,5', 'EUR', 38550n],
  ['12', 'EUR', 1200n],
  ['.5', 'EUR', 50n],
  ['1.234', 'KWD', 1234n],
  ['700', 'JPY', 700n],
  [' 1 ', 'EUR', 100n],
] as const)('"%s" in %s is %s minor units', (typed, currency, minor) =>
  expect(parseAmount(typed, currency)).toEqual({ ok: true, minor }),
);

test.each([
  ['1,234.5', 'EUR', 'thousands-mark'],
  ['1.234', 'EUR', 'thousands-mark'],
  ['1 234', 'EUR', 'thousands-mark'],
  ['12.345', 'EUR', 'thousands-mark'],
  ['1.2345', 'EUR', 'too-many-digits'],
  ['7.5', 'JPY', 'too-many-digits'],
  ['abc', 'EUR', 'not-a-number'],
  ['', 'EUR', 'empty'],
  ['-5', 'EUR', 'negative'],
  ['0', 'EUR', 'zero'],
  ['1e3', 'EUR', 'not-a-number'],
  ['99999999999999', 'EUR', 'too-large'],
] as const)('"%s" in %s is refused as %s', (typed, currency, fault) =>
  expect(parseAmount(typed, currency)).toMatchObject({ ok: false, fault }),
);

test('what is printed is read back, for every number of digits', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 15n }),
      fc.constantFrom('EUR', 'JPY', 'KWD', 'CLF'),
      (minor, currency) => {
        expect(parseAmount(decimalText({ minor, currency }), currency)).toEqual({ ok: true, minor });
      },
    ),
  );
});

test('amounts are printed with our digits and a true minus', () => {
  expect(formatAmount({ minor: 38550n, currency: 'EUR' }, 'en')).toBe('€385.50');
  expect(formatAmount({ minor: -5n, currency: 'EUR' }, 'en')).toBe('\u2212€0.05');
  expect(formatAmount({ minor: 100_000n, currency: 'HUF' }, 'en')).toContain('1,000.00');
  expect(formatAmount({ minor: 9_007_199_254_740_993n, currency: 'EUR' }, 'en')).toBe('€90,071,992,547,409.93');
});

test('unlike currencies throw', () =>
  expect(() => add({ minor: 1n, currency: 'EUR' }, { minor: 1n, currency: 'JPY' })).toThrow());

test('shares add up, each within one unit of exact', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
      fc.array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 12 }),
      fc.nat(20),
      (whole, weights, offset) => {
        const total = weights.reduce((a, b) => a + b, 0n);
        if (total === 0n) return;
        const shares = apportion(whole, weights, offset);
        expect(shares.reduce((a, b) => a + b, 0n)).toBe(whole);
        for (const [at, share] of shares.entries()) {
          const distance = share * total - whole * weights[at]!;
          expect(distance < total && distance > -total).toBe(true);
        }
      },
    ),
  );
  expect(apportion(10000n, [1n, 1n, 1n])).toEqual([3334n, 3333n, 3333n]);
});

test.each([
  ['SUBMITTED', 'approve', 'APPROVED'],
  ['APPROVED', 'pay', 'PAID'],
  ['SUBMITTED', 'pay', null],
  ['PAID', 'pay', null],
  ['PAID', 'recall', null],
  ['REJECTED', 'submit', null],
  ['APPROVED', 'recall', 'RETURNED'],
] as const)('an expense in %s, on %s, becomes %s', (state, step, next) => expect(expenseAfter(state, step)).toBe(next));

const rules: ApprovalRules = {
  bands: [
    { upTo: 5000n, approvals: 1 },
    { upTo: 50_000n, approvals: 2 },
  ],
  onDecidedLine: { approvals: 1 },
  by: ['treasurer', 'steward'],
  selfApproval: false,
  payerMayBeOnlyApprover: false,
};
const facts = { authorId: 'a', payeeId: 'a', total: 38_550n, lineLeft: 40_000n, approvals: [] };
const treasurer = { personId: 't', duties: ['treasurer'] };

test('one approval is enough on a decided line, two beside it, none above the bands', () => {
  expect(unmetApproval(rules, facts)).toEqual([{ code: 'needs-approvals', missing: 1 }]);
  expect(unmetApproval(rules, { ...facts, approvals: [treasurer] })).toEqual([]);
  expect(unmetApproval(rules, { ...facts, lineLeft: null, approvals: [treasurer] })).toEqual([
    { code: 'needs-approvals', missing: 1 },
  ]);
  expect(unmetApproval(rules, { ...facts, lineLeft: null, total: 50_001n })).toEqual([
    { code: 'needs-decision', above: 50_000n },
  ]);
  expect(unmetApproval(rules, { ...facts, total: 42_000n })).toEqual([{ code: 'over-line', left: 40_000n }]);
});

test('nobody approves their own, counts twice, or counts without the duty', () => {
  expect(mayNotApprove(rules, facts, { personId: 'a', duties: ['treasurer'] })).toEqual({ code: 'own-expense' });
  expect(mayNotApprove(rules, facts, { personId: 'm', duties: [] })).toMatchObject({ code: 'no-duty' });
  expect(mayNotApprove(rules, { ...facts, approvals: [treasurer] }, treasurer)).toEqual({ code: 'approved-already' });
  expect(mayNotApprove(rules, facts, treasurer)).toBeNull();
  expect(
    unmetApproval(rules, {
      ...facts,
      approvals: [
        { personId: 'x', duties: [] },
        { personId: 'a', duties: ['steward'] },
      ],
    }),
  ).toHaveLength(1);
});

test('the payer is neither the payee nor the only approver', () => {
  expect(mayNotPay(rules, { ...facts, approvals: [treasurer] }, 't')).toEqual({ code: 'only-approver' });
  expect(mayNotPay(rules, { ...facts, approvals: [{ personId: 's', duties: ['steward'] }] }, 't')).toBeNull();
  expect(mayNotPay(rules, facts, 'a')).toEqual({ code: 'own-expense' });
});

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
