/** Who shares bills; Dan does not. */
export const sharers = ['ana', 'ben', 'cleo'] as const;
export type Sharer = (typeof sharers)[number];

/** What one laid out, and what part each has of it. */
export interface Bill {
  readonly name: string;
  readonly payer: Sharer;
  readonly shares: Readonly<Record<Sharer, bigint>>;
  isUndone: boolean;
}
export interface Settlement {
  readonly name: string;
  readonly from: Sharer;
  readonly to: Sharer;
  readonly minor: bigint;
  state: 'SAID' | 'ARRIVED' | 'MISSING' | 'TAKEN_BACK';
}

/** Bills shared between people, which never touch the group's money. */
export class Bills {
  readonly all: Bill[] = [];
  readonly settlements: Settlement[] = [];

  /** What somebody is owed by the others, or owes them; what is said to be paid counts where `isSaidToo`. */
  standing(who: Sharer, isSaidToo: boolean): bigint {
    const ofBills = this.all
      .filter(({ isUndone }) => !isUndone)
      .reduce((sum, { payer, shares }) => sum - shares[who] + (payer === who ? totalOf(shares) : 0n), 0n);
    const counts = ({ state }: Settlement): boolean => state === 'ARRIVED' || (isSaidToo && state === 'SAID');
    return this.settlements
      .filter(counts)
      .reduce((sum, { from, to, minor }) => sum + (from === who ? minor : to === who ? -minor : 0n), ofBills);
  }

  /** The most that one may pay another: all they owe, or what they owe this one by the bills between the two. */
  most(from: Sharer, to: Sharer): bigint {
    const owes = (bill: Bill, one: Sharer, other: Sharer): bigint => (bill.payer === other ? bill.shares[one] : 0n);
    const bills = this.all.filter(({ isUndone }) => !isUndone);
    const between = bills.reduce((sum, bill) => sum + owes(bill, from, to) - owes(bill, to, from), 0n);
    const paid = this.settlements
      .filter(({ state }) => state === 'SAID' || state === 'ARRIVED')
      .reduce(
        (sum, one) =>
          sum + (one.from === from && one.to === to ? one.minor : one.from === to && one.to === from ? -one.minor : 0n),
        0n,
      );
    const [pair, net] = [between - paid, -this.standing(from, true)];
    return pair > net ? pair : net;
  }
}

export const totalOf = (shares: Bill['shares']): bigint => sharers.reduce((sum, who) => sum + shares[who], 0n);
