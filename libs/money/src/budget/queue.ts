/** A spending line of an adopted budget that is not open yet: its place in the budget, and what it comes to in minor units. */
export interface WaitingLine {
  readonly n: number;
  readonly total: bigint;
}

/** Which lines open now, and for what each other waits. */
export interface Queue {
  readonly opens: readonly number[];
  /** `missing`: what has still to come into the fund until this line and all before it are open, in minor units. */
  readonly waits: readonly { readonly n: number; readonly missing: bigint }[];
}

/**
 * Lines open in the order of the budget, each when the fund can hold the whole of it. What comes after one that waits waits too: small lines do
 * not take what the group has put a large one before. `available`: what the fund can still spend, in minor units.
 */
export function lineQueue(lines: readonly WaitingLine[], available: bigint): Queue {
  const opens: number[] = [];
  const waits: { n: number; missing: bigint }[] = [];
  let rest = available;
  for (const { n, total } of lines.toSorted((a, b) => a.n - b.n)) {
    rest -= total;
    if (waits.length === 0 && rest >= 0n) opens.push(n);
    else waits.push({ n, missing: -rest });
  }
  return { opens, waits };
}

/** What an adoption does with the money there is. `short`: what the fund lacks for the lines that are needed from the start; above 0 nothing opens. */
export interface Adoption extends Queue {
  readonly short: bigint;
}

/** How the lines of a budget begin: those needed from the start all together or not at all, then the others in their order as far as the money goes. */
export function adoptionOf(
  lines: readonly (WaitingLine & { readonly fromStart: boolean })[],
  available: bigint,
): Adoption {
  const first = lines.filter(({ fromStart }) => fromStart);
  const needed = first.reduce((sum, { total }) => sum + total, 0n);
  const short = needed > available ? needed - available : 0n;
  const { opens, waits } = lineQueue(
    lines.filter(({ fromStart }) => !fromStart),
    available - needed,
  );
  return { short, opens: short > 0n ? [] : [...first.map(({ n }) => n), ...opens].toSorted((a, b) => a - b), waits };
}
