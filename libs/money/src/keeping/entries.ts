/** A posting of an entry made by hand: the account by its id, + a debit, - a credit; `category` on funds alone. */
export interface KeptPosting {
  readonly accountId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly category?: string | null;
  readonly budgetLineId?: string | null;
}

/** One side of an exchange: what leaves or arrives, where it lies and whose purse it is. */
export interface ExchangeSide {
  readonly holdingId: string;
  readonly fundId: string;
  readonly currency: string;
  readonly minor: bigint;
}

/** A cost of the bank on the way: it is out of the fund and of the account, as a pair of its own. Nothing for a fee of 0. */
function feePair(of: { fundId: string; holdingId: string; currency: string; fee: bigint }): KeptPosting[] {
  const { fundId, holdingId, currency, fee } = of;
  if (fee === 0n) return [];
  return [
    { accountId: fundId, currency, amount: fee, category: 'expense.payment-fees' },
    { accountId: holdingId, currency, amount: -fee },
  ];
}

/** Money that was there before the book began (money.md 1, OPENING): holding against fund. */
export function openingPostings(of: {
  holdingId: string;
  fundId: string;
  currency: string;
  minor: bigint;
}): KeptPosting[] {
  const { holdingId, fundId, currency, minor } = of;
  return [
    { accountId: fundId, currency, amount: -minor, category: 'opening' },
    { accountId: holdingId, currency, amount: minor },
  ];
}

/** Money carried from one account of the group to another (SWEEP); no fund changes but by the fee, taken from the account it leaves. */
export function sweepPostings(of: {
  fromId: string;
  toId: string;
  currency: string;
  minor: bigint;
  fee: bigint;
  feeFundId: string;
}): KeptPosting[] {
  const { fromId, toId, currency, minor } = of;
  return [
    { accountId: fromId, currency, amount: -minor },
    { accountId: toId, currency, amount: minor },
    ...feePair({ ...of, fundId: of.feeFundId, holdingId: fromId }),
  ];
}

/** Money of one purse becomes that of another (ALLOCATION, RELEASE): both sides `transfer`, which sums to nothing (L16). */
export function transferPostings(of: { fromId: string; toId: string; currency: string; minor: bigint }): KeptPosting[] {
  const { fromId, toId, currency, minor } = of;
  return [
    { accountId: toId, currency, amount: -minor, category: 'transfer' },
    { accountId: fromId, currency, amount: minor, category: 'transfer' },
  ];
}

/**
 * Money that one group gives another (FUND_SHARE), in the book of either: fund against the account that stands between them. Transfers sum to nothing
 * in each entry (L16), so what leaves or enters a book is no `transfer`: it goes out under `expense.shared` and comes in under `income.shared`.
 */
export function sharePostings(of: {
  fundAccountId: string;
  holdingId: string;
  currency: string;
  minor: bigint;
  out: boolean;
}): KeptPosting[] {
  const { fundAccountId, holdingId, currency, minor, out } = of;
  const amount = out ? minor : -minor;
  const fund = { accountId: fundAccountId, currency, amount, category: out ? 'expense.shared' : 'income.shared' };
  const holding = { accountId: holdingId, currency, amount: -amount };
  return out ? [holding, fund] : [fund, holding];
}

/** What a count found beyond the book (+) or missing (-): till against fund (CASH_DIFFERENCE). */
export function differencePostings(of: {
  holdingId: string;
  fundId: string;
  currency: string;
  difference: bigint;
}): KeptPosting[] {
  const { holdingId, fundId, currency, difference } = of;
  const category = difference > 0n ? 'income.cash-difference' : 'expense.cash-difference';
  return [
    { accountId: fundId, currency, amount: -difference, category },
    { accountId: holdingId, currency, amount: difference },
  ];
}

/** Money changed into another currency (EXCHANGE): four lines, two in each currency, so that each balances; the fee in the currency given. */
export function exchangePostings(
  gives: ExchangeSide,
  gets: ExchangeSide,
  by: { fee: bigint; feeFundId: string },
): KeptPosting[] {
  return [
    { accountId: gives.holdingId, currency: gives.currency, amount: -gives.minor },
    { accountId: gives.fundId, currency: gives.currency, amount: gives.minor, category: 'exchange' },
    { accountId: gets.fundId, currency: gets.currency, amount: -gets.minor, category: 'exchange' },
    { accountId: gets.holdingId, currency: gets.currency, amount: gets.minor },
    ...feePair({ fundId: by.feeFundId, holdingId: gives.holdingId, currency: gives.currency, fee: by.fee }),
  ];
}

/**
 * Everything of an entry that stands under one category, put under another (RECLASSIFIED): the same funds and budget lines, so that no
 * balance changes. Empty where the entry has nothing under it.
 */
export function reclassifiedPostings(
  entry: readonly KeptPosting[],
  { from, to }: { from: string; to: string },
): KeptPosting[] {
  const moved = entry.filter(({ category }) => category === from);
  return moved
    .flatMap(({ accountId, currency, amount, budgetLineId }) => [
      { accountId, currency, amount: -amount, category: from, budgetLineId: budgetLineId ?? null },
      { accountId, currency, amount, category: to, budgetLineId: budgetLineId ?? null },
    ])
    .sort((a, b) => (a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0));
}

/** The largest amount that an entry moves, by which it is weighed: the sum of its debits in the currency where that is greatest. */
export function weightOf(postings: readonly KeptPosting[]): { readonly minor: bigint; readonly currency: string } {
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of postings) if (amount > 0n) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  const [[currency, minor] = ['', 0n]] = [...sums].sort(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0));
  return { minor, currency };
}

const byHand = [
  'OPENING',
  'CONTRIBUTION',
  'SWEEP',
  'ALLOCATION',
  'RELEASE',
  'EXCHANGE',
  'CASH_DIFFERENCE',
  'RECLASSIFIED',
];

/** Whether an entry of this kind goes back as a whole by the treasurer's hand. Those of expenses and bills go back by steps of their own. */
export function isReversibleKind(kind: string): boolean {
  return byHand.includes(kind);
}

/**
 * Whether an entry by hand waits for a second person (money.md 6): `none` where no rule asks for one or the amount is not above it, `ask`
 * where somebody else holds a duty, `alone` where nobody does: then it is booked and says so. Amounts in another currency than the rule's
 * can not be compared, so they always ask.
 */
export function secondPersonNeeded(of: {
  readonly above: bigint | null;
  readonly ruleCurrency: string;
  readonly weight: { readonly minor: bigint; readonly currency: string };
  readonly others: number;
}): 'none' | 'ask' | 'alone' {
  if (of.above === null) return 'none';
  if (of.weight.currency === of.ruleCurrency && of.weight.minor <= of.above) return 'none';
  return of.others > 0 ? 'ask' : 'alone';
}

/** How much of the second currency one unit of the first gave, as a decimal of six digits after the mark, rounded down; "0" for nothing given. */
export function exchangeRate(
  gives: { readonly minor: bigint; readonly digits: number },
  gets: { readonly minor: bigint; readonly digits: number },
): string {
  if (gives.minor === 0n) return '0';
  const scale = 10n ** BigInt(6 + gives.digits);
  const millionths = (gets.minor * scale) / (gives.minor * 10n ** BigInt(gets.digits));
  const text = millionths.toString().padStart(7, '0');
  return `${text.slice(0, -6)}.${text.slice(-6)}`.replace(/\.?0+$/, '');
}
