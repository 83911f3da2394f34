import type { House } from './house.ts';
import type { Account, Model } from './model.ts';

interface Money {
  readonly minor: string;
  readonly currency: string;
}
interface Pages {
  readonly book: {
    readonly inHand: readonly Money[];
    readonly advancesOut: readonly Money[];
    readonly funds: readonly { name: string; unpaid: Money; held: Money; available: Money }[];
    readonly lines: readonly { name: string; left: Money; closed: boolean }[];
  };
  readonly contributions: { readonly nodes: readonly { reference: string; due: Money }[] };
  readonly groupAdvances: { readonly nodes: readonly { out: Money }[] };
  readonly spendingAuthorities: { readonly authorities: readonly { what: string; left: Money }[] };
}

const money = '{ minor currency }';
const pages = `{ book(handle: "riverside") { inHand ${money} advancesOut ${money} funds { name unpaid ${money} held ${money} available ${money} } lines { name left ${money} closed } }
  contributions(handle: "riverside", filter: ALL, first: 100) { nodes { reference due ${money} } }
  groupAdvances(handle: "riverside") { nodes { out ${money} } }
  spendingAuthorities(handle: "riverside") { authorities { what left ${money} } }
  treasurersDesk(handle: "riverside") { rows { kind waiting } } }`;

const lying: readonly Account[] = ['bank', 'till', 'card', 'shares', 'receivable'];

/** The pages that the treasurer reads at the end of a history are there, and show what the model has. */
export async function pagesMustBe(house: House, model: Model): Promise<void> {
  const { data, errors } = await house.by('ben').ask(pages);
  if (errors?.length) throw new Error(`the pages are not shown: ${JSON.stringify(errors)}`);
  const { book, contributions, groupAdvances, spendingAuthorities } = data as unknown as Pages;
  const of = (all: readonly Money[]): bigint => BigInt(all.find(({ currency }) => currency === 'EUR')?.minor ?? '0');
  const must = (what: string, shown: bigint | string, expected: bigint): void => {
    if (BigInt(shown) !== expected) throw new Error(`${what}: the page shows ${shown}, the model has ${expected}`);
  };
  must(
    'in hand',
    of(book.inHand),
    lying.reduce((sum, account) => sum + model.balance(account), 0n),
  );
  const out = model.expenses.reduce((sum, one) => sum + one.out, 0n);
  must('advances out', of(book.advancesOut), out);
  must(
    'advances in the list',
    groupAdvances.nodes.reduce((sum, one) => sum + BigInt(one.out.minor), 0n),
    out,
  );
  const general = book.funds.find(({ name }) => name === 'General')!;
  must('available', general.available.minor, model.available('general'));
  must('held', general.held.minor, model.held);
  const owed = model.expenses.filter((one) => one.isOwed && !one.isAdvance && one.fund === 'general');
  must(
    'unpaid',
    general.unpaid.minor,
    owed.reduce((sum, one) => sum + one.owed, 0n),
  );
  for (const { reference, due } of contributions.nodes) {
    const gift = model.gifts.find(({ number }) => `C-${number}` === reference);
    if (gift) must(`due of ${reference}`, due.minor, gift.due);
  }
  for (const { what, left } of spendingAuthorities.authorities) {
    const { ceiling, used } = model.authorities.find(({ name }) => name === what)!;
    must(`left for ${what}`, left.minor, ceiling - used);
  }
}
