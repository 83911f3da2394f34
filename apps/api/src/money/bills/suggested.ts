import { debtsOf, fewestTransfers, type Transfer, transfersOwed } from '#libs/money';
import type { PaymentJson, SplitJson } from './splits.store.ts';

/** A payment in one currency that would settle something. */
export interface Suggested extends Transfer {
  readonly currency: string;
}

/** What people say they have paid counts before it is confirmed, or they would be asked for it twice. */
const counts = ({ state }: PaymentJson): boolean => state === 'SAID' || state === 'ARRIVED';

/** Where everybody stands once what is said to be paid has arrived: by currency, by person, zero left out. */
export function standingsAfter(split: SplitJson): Map<string, Map<string, bigint>> {
  const by = new Map<string, Map<string, bigint>>();
  const add = (currency: string, who: string, minor: bigint): void => {
    const row = by.get(currency) ?? new Map<string, bigint>();
    by.set(currency, row.set(who, (row.get(who) ?? 0n) + minor));
  };
  for (const { personId, currency, minor } of split.standings) add(currency, personId, BigInt(minor));
  for (const { fromId, toId, currency, minor, state } of split.payments) {
    if (state !== 'SAID') continue;
    add(currency, fromId, BigInt(minor));
    add(currency, toId, -BigInt(minor));
  }
  return by;
}

/** The fewest payments that settle a split, currency by currency. */
export function fewest(split: SplitJson): Suggested[] {
  return [...standingsAfter(split)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([currency, row]) =>
      fewestTransfers([...row].map(([who, minor]) => ({ who, minor }))).map((one) => ({ ...one, currency })),
    );
}

/** What everybody still owes those who paid for them, each bill by itself, set off between every two. */
export function owed(split: SplitJson): Suggested[] {
  const carrier = new Map(split.people.map(({ id, carriedBy }) => [id, carriedBy ?? id]));
  const debts = new Map<string, Transfer[]>();
  const put = (currency: string, transfers: readonly Transfer[]): void =>
    void debts.set(currency, [...(debts.get(currency) ?? []), ...transfers]);
  for (const bill of split.bills) {
    if (bill.undoneAt) continue;
    const of = new Map<string, bigint>();
    const add = (id: string, minor: bigint): void => {
      const who = carrier.get(id)!;
      of.set(who, (of.get(who) ?? 0n) + minor);
    };
    for (const { personId, minor } of bill.payers) add(personId, BigInt(minor));
    for (const { personId, minor } of bill.shares) add(personId, -BigInt(minor));
    put(bill.currency, debtsOf([...of].map(([who, minor]) => ({ who, minor }))));
  }
  for (const { fromId, toId, currency, minor } of split.payments.filter(counts))
    put(currency, [{ from: toId, to: fromId, minor: BigInt(minor) }]);
  return [...debts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([currency, all]) => transfersOwed(all).map((one) => ({ ...one, currency })));
}

/** The payments that would settle it, in the way its people have chosen. */
export function suggestedOf(split: SplitJson): Suggested[] {
  return split.settleBy === 'owed' ? owed(split) : fewest(split);
}

/** The most that one may pay another in a currency: what they owe in all, or to this one. */
export function mostPayable(split: SplitJson, of: { from: string; to: string; currency: string }): bigint {
  const net = standingsAfter(split).get(of.currency)?.get(of.from) ?? 0n;
  const pair =
    owed(split).find((one) => one.from === of.from && one.to === of.to && one.currency === of.currency)?.minor ?? 0n;
  return -net > pair ? -net : pair;
}
