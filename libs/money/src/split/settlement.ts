/** What somebody is owed by the others (above zero) or owes them (below), in minor units of one currency. */
export interface Standing {
  readonly who: string;
  readonly minor: bigint;
}

/** One payment from who owes to who is owed; the amount is above zero. */
export interface Transfer {
  readonly from: string;
  readonly to: string;
  readonly minor: bigint;
}

/** So many people are settled by the fewest transfers there are; beyond, by the greedy rule: at most one less than there are people. */
const EXACT_TO = 18;

/**
 * The payments that bring every standing to zero: the fewest there are up to 18 people with a standing, at most n - 1 beyond (money.md 10).
 * People who settle among themselves make a group, and a group of k needs k - 1 payments; so the most groups give the fewest payments.
 * The order of the list never matters. Throws if the standings do not add up to zero or a name stands twice.
 */
export function fewestTransfers(standings: readonly Standing[]): Transfer[] {
  if (standings.reduce((sum, { minor }) => sum + minor, 0n) !== 0n)
    throw new Error('the standings do not add up to zero');
  if (new Set(standings.map(({ who }) => who)).size < standings.length) throw new Error('a name stands twice');
  const open = standings.filter(({ minor }) => minor !== 0n).toSorted((a, b) => (a.who < b.who ? -1 : 1));
  return (open.length > EXACT_TO ? [open] : mostGroups(open)).flatMap(settled);
}

/** The partition into the most groups that each add up to zero: dynamic programming over the subsets. */
function mostGroups(open: readonly Standing[]): Standing[][] {
  const size = 1 << open.length;
  const sums = new BigInt64Array(size);
  const most = new Uint8Array(size);
  const last = new Int8Array(size);
  for (let set = 1; set < size; set += 1) {
    const lowest = 31 - Math.clz32(set & -set);
    sums[set] = sums[set & (set - 1)]! + open[lowest]!.minor;
    let best = -1;
    for (let rest = set; rest !== 0; rest &= rest - 1) {
      const at = 31 - Math.clz32(rest & -rest);
      const groups = most[set ^ (1 << at)]!;
      if (groups > best) {
        best = groups;
        last[set] = at;
      }
    }
    most[set] = best + (sums[set] === 0n ? 1 : 0);
  }
  return groupsOf(open, { sums, last });
}

/** Walks back the way by which people were added: each time the sum is zero, a group is complete. */
function groupsOf(open: readonly Standing[], of: { sums: BigInt64Array; last: Int8Array }): Standing[][] {
  const groups: Standing[][] = [];
  for (let set = of.sums.length - 1; set !== 0; set ^= 1 << of.last[set]!) {
    if (of.sums[set] === 0n) groups.push([]);
    groups.at(-1)!.push(open[of.last[set]!]!);
  }
  return groups;
}

/** Whoever owes most pays whoever is owed most; each payment settles one of the two for good. */
function settled(group: readonly Standing[]): Transfer[] {
  const left = group.map(({ who, minor }) => ({ who, minor }));
  const transfers: Transfer[] = [];
  for (;;) {
    left.sort((a, b) => (a.minor === b.minor ? (a.who < b.who ? -1 : 1) : a.minor < b.minor ? -1 : 1));
    const [from, to] = [left[0]!, left.at(-1)!];
    if (from.minor === 0n) return transfers;
    const minor = -from.minor < to.minor ? -from.minor : to.minor;
    transfers.push({ from: from.who, to: to.who, minor });
    from.minor += minor;
    to.minor -= minor;
  }
}

/** Who owes whom of one bill: whoever owes most of it pays whoever laid out most. Throws if the standings do not add up to zero. */
export function debtsOf(bill: readonly Standing[]): Transfer[] {
  if (bill.reduce((sum, { minor }) => sum + minor, 0n) !== 0n) throw new Error('the standings do not add up to zero');
  const open = bill.filter(({ minor }) => minor !== 0n);
  return open.length === 0 ? [] : settled(open);
}

/** Only pays those one owes: what two people owe each other is set off, nobody pays a third. Sorted by who pays, then who is paid. */
export function transfersOwed(debts: readonly Transfer[]): Transfer[] {
  const net = new Map<string, Map<string, bigint>>();
  for (const { from, to, minor } of debts) {
    if (from === to) continue;
    const [one, other] = from < to ? [from, to] : [to, from];
    const row = net.get(one) ?? new Map<string, bigint>();
    row.set(other, (row.get(other) ?? 0n) + (from === one ? minor : -minor));
    net.set(one, row);
  }
  return [...net]
    .flatMap(([one, row]) =>
      [...row].map(([other, minor]) =>
        minor > 0n ? { from: one, to: other, minor } : { from: other, to: one, minor: -minor },
      ),
    )
    .filter(({ minor }) => minor !== 0n)
    .toSorted((a, b) => (a.from + '\0' + a.to < b.from + '\0' + b.to ? -1 : 1));
}
