import { createHash } from 'node:crypto';
import {
  canonicalEntry,
  digitsOf,
  entryHash,
  textCommitOf,
  type Journal,
  type JournalAccount,
  type JournalEntry,
  type JournalPosting,
} from '#libs/money';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** What people, or those who wish them ill, may write into the text of an entry (money.md 16). */
export const hostileTexts: readonly string[] = [
  'Drinks for the summer party',
  'a\n2026-01-01 * fake\n    Assets:Bank:Main  1000000 EUR\n    Equity:Funds:General',
  'a\r\n\r\n2026-01-01 * "fake" "x"\r\n  Assets:Bank:Main  1.00 EUR\r\n  Equity:Fx',
  '; a comment',
  'text ; with: tag, other: tag',
  'quote " in the middle',
  '"',
  'back \\ slash \\" and quote',
  '\\',
  'include /etc/passwd',
  '\ninclude other.journal\n',
  '!include x\n@import y\npython\n',
  'apply tag x\nend apply tag\ncomment\n',
  'payee | note | more',
  '|',
  'line\u2028separator\u2029paragraph\u0085next',
  'bell \u0007 nul \u0000 escape \u001b[31m red',
  '\u202eright to left\u202c and \u200bzero width',
  '',
  '   \t  ',
  '* ! (E-1) = 5 EUR',
  '{1.00 EUR} @ 2 USD @@ 3 JPY [2026-01-01]',
  '=HYPERLINK("http://x","y")',
  '\ud83e\udd73 \ud800 half a sign, e\u0301 in two parts, \u0130stanbul',
  'long '.repeat(600),
];

interface Posting {
  readonly account: JournalAccount;
  readonly amount: bigint;
  readonly category?: string;
  readonly line?: JournalLineOf;
}
type JournalLineOf = Journal['budgetLines'][number];
type Draft = Pick<JournalEntry, 'kind' | 'refs' | 'reversesId'> & {
  readonly authority: JournalEntry['authority'];
  readonly postings: readonly Posting[];
};

/** A small generator of numbers, the same for the same seed (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** The id of a thing by its name, of the form of a UUID. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A year of an invented group: entries of every kind in currencies of 0, 2, 3 and 4 digits, with every hostile text, in the rules of the
 * database, so that it can also be loaded. The same for the same seed.
 */
export function generatedYear(seed: number, size: number): Journal {
  const year = new Year(seed);
  while (year.entries.length < size) year.next();
  return year.journal();
}

class Year {
  readonly entries: JournalEntry[] = [];
  private readonly book = idOf(`book ${this.seed}`);
  private readonly accounts = new Map<string, JournalAccount>();
  private readonly balances = new Map<string, bigint>();
  private readonly lines: JournalLineOf[] = [];
  private readonly debts: {
    who: string;
    left: bigint;
    paid: bigint;
    category: string;
    line: JournalLineOf | undefined;
  }[] = [];
  private readonly foreign: { who: string; abroad: bigint; value: bigint }[] = [];
  private readonly reversible: { id: string; postings: readonly Posting[] }[] = [];
  private readonly random = numbers(this.seed);
  private turn = 0;

  constructor(private readonly seed: number) {
    for (const currency of ['EUR', 'JPY', 'KWD', 'CLF'])
      this.add('OPENING', 'OPENING', [
        this.bank(currency, 10n ** 9n),
        this.fund('general', currency, -(10n ** 9n), 'opening'),
      ]);
    for (const fund of ['picnic', 'solidarity'])
      this.add('OPENING', 'OPENING', [this.bank('EUR', 10n ** 8n), this.fund(fund, 'EUR', -(10n ** 8n), 'opening')]);
    const account = this.account('FUND', 'equity:funds:general', 'EUR');
    for (const n of [1, 2, 3])
      this.lines.push({
        id: idOf(`line ${seed} ${n}`),
        name: `Line ${n}`,
        fund: account.path,
        accountId: account.id,
        currency: 'EUR',
        category: null,
        planned: String(10n ** 8n),
        openedAfterSeq: this.entries.length,
        closedAfterSeq: null,
        authority: { kind: 'DECISION', id: idOf(`proposal ${seed} ${n}`), label: `D-${n}` },
      });
  }

  private account(of: JournalAccount['class'], path: string, currency: string): JournalAccount {
    const key = `${path} ${currency}`;
    const found = this.accounts.get(key) ?? {
      id: idOf(`${this.seed} ${key}`),
      path,
      class: of,
      currency,
      exponent: digitsOf(currency),
      splitId: of === 'SPLIT' ? idOf(`split ${this.seed}`) : null,
    };
    this.accounts.set(key, found);
    return found;
  }
  private bank(currency: string, amount: bigint): Posting {
    return { account: this.account('HOLDING', 'assets:bank:main', currency), amount };
  }
  private holding(path: string, amount: bigint): Posting {
    return { account: this.account('HOLDING', `assets:${path}`, 'EUR'), amount };
  }
  private fund(name: string, currency: string, amount: bigint, category: string, line?: JournalLineOf): Posting {
    const account = this.account('FUND', `equity:funds:${name}`, currency);
    return { account, amount, category, ...(line ? { line } : {}) };
  }
  private party(path: string, who: string, amount: bigint, currency = 'EUR'): Posting {
    return { account: this.account('PARTY', `${path}:${who}`, currency), amount };
  }
  private fx(currency: string, amount: bigint): Posting {
    return { account: this.account('TRADING', 'equity:fx', currency), amount };
  }
  private split(who: string, currency: string, amount: bigint): Posting {
    return { account: this.account('SPLIT', `assets:split:trip:${who}`, currency), amount };
  }
  private some(most = 20_000): bigint {
    return BigInt(1 + this.random(most));
  }
  private person(): string {
    return `p-${String(1 + this.random(8)).padStart(2, '0')}`;
  }

  /** The next entry: each kind in its turn, so that none is left out. */
  next(): void {
    const steps = [
      () => this.contribution(),
      () => this.approval(),
      () => this.payment(),
      () => this.card(),
      () => this.betweenFunds(),
      () => this.approval(),
      () => this.bill(),
      () => this.payment(),
      () => this.returned(),
      () => this.advance(),
      () => this.exchange(),
      () => this.abroad(),
      () => this.correction(),
      () => this.waived(),
      () => this.reversal(),
    ];
    steps[this.turn % steps.length]!();
    this.turn += 1;
  }

  private contribution(): void {
    const amount = this.some();
    const postings = [
      this.holding(this.random(3) ? 'bank:main' : 'cash:till', amount),
      this.fund('general', 'EUR', -amount, 'income.dues'),
    ];
    this.reversible.push({
      id: this.add('CONTRIBUTION', 'DUTY', postings, { contribution: `C-${this.turn + 1}` }),
      postings,
    });
    if (this.random(3) === 0)
      this.add('REFUND', 'DUTY', [this.fund('general', 'EUR', 1n, 'income.dues'), this.holding('bank:main', -1n)], {
        refunds: this.turn,
      });
  }
  private card(): void {
    const amount = this.some() + 100n;
    const fee = this.some(90);
    this.add('CONTRIBUTION', 'SYSTEM', [
      this.holding('processor:card', amount),
      this.fund('general', 'EUR', -amount, 'income.gifts'),
    ]);
    this.add('PROCESSOR_FEE', 'SYSTEM', [
      this.holding('processor:card', -fee),
      this.fund('general', 'EUR', fee, 'expense.payment-fees'),
    ]);
    const payout = [this.holding('bank:main', amount - fee), this.holding('processor:card', fee - amount)];
    const sweep = this.add('SWEEP', 'SYSTEM', payout);
    if (this.random(3) === 0) {
      this.undo(sweep, payout, 'SYSTEM'); // it came back, and went again
      this.add('SWEEP', 'DUTY', payout);
    }
    const dispute = [this.fund('general', 'EUR', 70n, 'income.gifts'), this.holding('processor:card', -70n)];
    const lost = this.add('REFUND', 'SYSTEM', dispute, { refunds: `C-${this.turn}` });
    this.undo(lost, dispute, 'SYSTEM'); // and won
  }
  private betweenFunds(): void {
    const amount = this.some();
    const move = (kind: string, from: string, to: string, by: JournalEntry['authority']['kind']): void =>
      void this.add(kind, by, [this.fund(from, 'EUR', amount, 'transfer'), this.fund(to, 'EUR', -amount, 'transfer')]);
    move('ALLOCATION', 'general', 'picnic', 'DECISION');
    const shared = this.some();
    const between = (by: bigint): Posting => this.holding('processor:shares', by);
    const transfer = { transfer: idOf(`transfer ${this.seed} ${this.turn}`) };
    this.add(
      'FUND_SHARE',
      'DECISION',
      [between(-shared), this.fund('general', 'EUR', shared, 'expense.shared')],
      transfer,
    );
    this.add(
      'FUND_SHARE',
      'SYSTEM',
      [this.fund('solidarity', 'EUR', -amount, 'income.shared'), between(amount)],
      transfer,
    );
    if (this.random(2)) move('RELEASE', 'picnic', 'general', 'DECISION');
  }
  private approval(): void {
    const [who, left] = [this.person(), this.some()];
    const category = ['expense.food', 'expense.rent', 'expense.equipment'][this.random(3)]!;
    const line = this.random(2) ? this.lines[this.random(this.lines.length)] : undefined;
    this.add(
      'EXPENSE_APPROVED',
      line ? 'DECISION' : 'RULE',
      [this.fund('general', 'EUR', left, category, line), this.party('liabilities:payable', who, -left)],
      {
        expense: `X-${this.turn + 1}`,
        rule: 3,
      },
    );
    this.debts.push({ who, left, paid: 0n, category, line });
  }
  private payment(): void {
    const debt = this.debts.find(({ left }) => left > 0n);
    if (!debt) return this.approval();
    const amount = this.random(2) && debt.left > 1n ? debt.left / 2n : debt.left;
    const fee =
      this.random(4) === 0
        ? [this.fund('general', 'EUR', 35n, 'expense.payment-fees'), this.holding('bank:main', -35n)]
        : [];
    this.add('EXPENSE_PAID', 'DUTY', [
      this.party('liabilities:payable', debt.who, amount),
      this.holding('bank:main', -amount),
      ...fee,
    ]);
    debt.left -= amount;
    debt.paid += amount;
  }
  private returned(): void {
    const debt = this.debts.findLast(({ paid }) => paid > 1n);
    if (!debt) return this.payment();
    const lost = this.random(2) ? [this.fund('general', 'EUR', 1n, 'expense.payment-fees')] : [];
    const back = debt.paid - BigInt(lost.length);
    this.add('PAYMENT_RETURNED', 'DUTY', [
      this.holding('bank:main', back),
      ...lost,
      this.party('liabilities:payable', debt.who, -debt.paid),
    ]);
    debt.left += debt.paid;
    debt.paid = 0n;
  }
  private waived(): void {
    const debt = this.debts.findLast(({ left }) => left > 0n);
    if (!debt) return this.approval();
    const { who, left, category, line } = debt;
    this.add('EXPENSE_WAIVED', 'RULE', [
      this.party('liabilities:payable', who, left),
      this.fund('general', 'EUR', -left, category, line),
    ]);
    debt.left = 0n;
  }
  private advance(): void {
    const [who, amount] = [this.person(), this.some() + 2n];
    const owed = (by: bigint): Posting => this.party('assets:receivable', who, by);
    this.add('ADVANCE', 'RULE', [owed(amount), this.holding('bank:main', -amount)]);
    this.add('EXPENSE_APPROVED', 'RULE', [
      this.fund('picnic', 'EUR', amount - 1n, 'expense.food'),
      this.party('liabilities:payable', who, 1n - amount),
    ]);
    this.add('ADVANCE_CLEARED', 'DUTY', [this.party('liabilities:payable', who, amount - 1n), owed(1n - amount)]);
    this.add('ADVANCE_RETURNED', 'DUTY', [this.holding('cash:till', 1n), owed(-1n)]);
  }
  private exchange(): void {
    const [amount, currency] = [this.some(), ['JPY', 'KWD', 'CLF'][this.random(3)]!];
    const bought = this.some();
    this.add('EXCHANGE', 'DECISION', [
      this.bank('EUR', -amount),
      this.fund('general', 'EUR', amount, 'exchange'),
      this.bank(currency, bought),
      this.fund('general', currency, -bought, 'exchange'),
    ]);
  }
  private abroad(): void {
    const [who, abroad, value] = [this.person(), this.some(), this.some()];
    this.add('EXPENSE_APPROVED', 'RULE', [
      this.fund('general', 'EUR', value, 'expense.travel'),
      this.fx('EUR', -value),
      this.fx('KWD', abroad),
      this.party('liabilities:payable', who, -abroad, 'KWD'),
    ]);
    this.foreign.push({ who, abroad, value });
    const due = this.foreign.length > 2 ? this.foreign.shift()! : null;
    if (!due) return;
    const cost = due.value + 7n - BigInt(this.random(14));
    if (cost <= 0n) return;
    this.add('EXPENSE_PAID', 'DUTY', [
      this.party('liabilities:payable', due.who, due.abroad, 'KWD'),
      this.fx('KWD', -due.abroad),
      this.fx('EUR', cost),
      this.bank('EUR', -cost),
    ]);
    const off = cost - due.value;
    if (off !== 0n)
      this.add('EXCHANGE_DIFFERENCE', 'SYSTEM', [
        this.fund('general', 'EUR', off, 'expense.exchange'),
        this.fx('EUR', -off),
      ]);
  }
  private bill(): void {
    const currency = this.random(3) ? 'EUR' : 'JPY';
    const third = this.some();
    this.add('BILL', 'RULE', [
      this.split('p-01', currency, third * 2n),
      this.split('p-02', currency, -third),
      this.split('p-03', currency, -third),
    ]);
    if (this.random(2))
      this.add('BILL_SETTLED', 'RULE', [this.split('p-02', currency, third), this.split('p-01', currency, -third)]);
  }
  private correction(): void {
    this.add('RECLASSIFIED', 'DUTY', [
      this.fund('general', 'EUR', 5n, 'expense.rent'),
      this.fund('general', 'EUR', -5n, 'expense.food'),
    ]);
    this.add('CASH_DIFFERENCE', 'DUTY', [
      this.fund('general', 'EUR', 1n, 'expense.cash'),
      this.holding('cash:till', -1n),
    ]);
  }
  private reversal(): void {
    const one = this.reversible.pop();
    if (!one) return this.contribution();
    this.undo(one.id, one.postings, 'DUTY');
  }
  private undo(id: string, of: readonly Posting[], by: string): void {
    const postings = of.map((posting) => ({ ...posting, amount: -posting.amount }));
    this.add('REVERSAL', by, postings, {}, id);
  }

  private add(
    kind: string,
    by: string,
    postings: readonly Posting[],
    refs: Draft['refs'] = {},
    reversesId: string | null = null,
  ): string {
    const seq = this.entries.length + 1;
    const isNameless = by === 'OPENING' || by === 'SYSTEM';
    const authority = {
      kind: by,
      id: isNameless ? null : idOf(`${by} ${this.seed} ${seq % 7}`),
      ...(by === 'DECISION' ? { label: `D-${(seq % 7) + 1}` } : {}),
    };
    const splitId = postings[0]!.account.splitId;
    const named = splitId ? { split: splitId, ...refs } : refs;
    this.entries.push(this.chained(seq, { kind, authority, refs: named, reversesId, postings }));
    for (const { account, amount } of postings)
      this.balances.set(account.id, (this.balances.get(account.id) ?? 0n) + amount);
    return this.entries.at(-1)!.id;
  }

  private chained(seq: number, { postings, ...draft }: Draft): JournalEntry {
    const text = hostileTexts[seq % hostileTexts.length]!.replaceAll('\0', ' ').toWellFormed(); // no database takes these two
    const salt = createHash('sha256').update(`salt ${this.seed} ${seq}`).digest().subarray(0, 16);
    const at = new Date(Date.UTC(2025, 0, 1) + seq * 25_000_000);
    const rows = postings.map(({ account, amount, category, line }): JournalPosting => ({
      account: account.path,
      accountId: account.id,
      currency: account.currency,
      amount: String(amount),
      ...(category ? { category } : {}),
      ...(line ? { lineId: line.id } : {}),
    }));
    const body = {
      ...draft,
      seq,
      id: idOf(`entry ${this.seed} ${seq}`),
      date: at.toISOString().slice(0, 10),
      postedAt: at.toISOString(),
      actorId: idOf(`actor ${this.seed} ${seq % 5}`),
      eventId: seq % 4 === 0 ? idOf(`event ${seq % 3}`) : null,
      textCommit: textCommitOf(sha256, salt, text),
    };
    const canonical = canonicalEntry({
      ...body,
      book: this.book,
      postings: rows.map((row) => ({
        accountId: row.accountId,
        currency: row.currency,
        amount: row.amount,
        category: row.category ?? null,
        budgetLineId: row.lineId ?? null,
      })),
    });
    const prev = this.entries.at(-1)?.hash ?? '00'.repeat(32);
    const hash = entryHash(sha256, prev, canonical);
    return { ...body, text: text.normalize('NFC'), salt: salt.toString('hex'), postings: rows, canonical, prev, hash };
  }

  journal(): Journal {
    const codes = [...new Set([...this.accounts.values()].map(({ currency }) => currency))].toSorted();
    return {
      format: 'folkmoot-journal/1',
      book: this.book,
      currencies: Object.fromEntries(codes.map((code) => [code, digitsOf(code)])),
      accounts: [...this.accounts.values()].map((account) => ({
        ...account,
        balance: String(this.balances.get(account.id) ?? 0n),
      })),
      budgetLines: this.lines,
      entries: this.entries,
      head: this.entries.at(-1)!.hash,
    };
  }
}
