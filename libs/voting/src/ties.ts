/**
 * The order in which a tie is settled: who is taken by the action at hand, or null where nobody may be.
 * Of a moot tie (whoever goes first, all go and nothing moves) somebody is always taken.
 */
export type Pick = (tied: readonly string[], isMoot?: boolean, fork?: () => Fork) => string | null;

/** A count at a tie, for counts that can go on from there: its key says all on which their further course depends. */
export interface Fork {
  readonly key: string;
  readonly goOn: (taken: string, pick: Pick) => { readonly winners: readonly string[] };
}

/** Who wins. Where a tie is reported, `winners` has everybody who wins in some order, `tied` those who do not in every order. */
export interface Seating {
  readonly winners: readonly string[];
  readonly tied: readonly string[];
}

/** A count that may meet ties on its way. Told nobody, it stops there and returns what it has. */
export type Run<Details> = (pick: Pick) => { readonly winners: readonly string[]; readonly details: Details };

/** How many orders are tried before a tie is said to matter, and how many forks are followed. */
const BRANCHES = 200;
const FORKS = 1000;

/** The first of a tie order among the tied. */
export function pickBy(tieOrder: readonly string[]): (tied: readonly string[]) => string {
  return (tied) => {
    const taken = tieOrder.find((id) => tied.includes(id));
    if (taken === undefined) throw new Error('the tie order names none of the tied');
    return taken;
  };
}

/** The best of a score, as many as there are seats; those who share the last seats are tied unless an order is given. */
export function topSeats(
  scores: ReadonlyMap<string, bigint>,
  seats: number,
  tieOrder: readonly string[] | null,
): Seating {
  const winners: string[] = [];
  for (const group of rankedBy(scores)) {
    const open = seats - winners.length;
    if (open === 0) break;
    if (group.length <= open) winners.push(...group);
    else if (tieOrder === null) return { winners: [...winners, ...group], tied: group };
    else winners.push(...byOrder(group, tieOrder).slice(0, open));
  }
  return { winners, tied: [] };
}

function byOrder(group: readonly string[], tieOrder: readonly string[]): string[] {
  const left = new Set(group);
  const ordered: string[] = [];
  while (left.size > 0) {
    const taken = pickBy(tieOrder)([...left]);
    left.delete(taken);
    ordered.push(taken);
  }
  return ordered;
}

/** Options from the highest score to the lowest, equal ones in one rank (by id, so that no order of input shows). */
export function rankedBy(scores: ReadonlyMap<string, bigint>): string[][] {
  const groups = Map.groupBy([...scores.keys()].toSorted(), (id) => scores.get(id)!);
  return [...groups.keys()].toSorted((a, b) => (a > b ? -1 : 1)).map((score) => groups.get(score)!);
}

/** Runs a count with its ties settled by the order, or by trying every order: a tie that does not matter is none. */
export function settle<Details>(
  run: Run<Details>,
  tieOrder: readonly string[] | null,
): Seating & { readonly details: Details; readonly lots: readonly (readonly string[])[] } {
  const lots: (readonly string[])[] = [];
  const noting =
    (pick: Pick): Pick =>
    (tied, isMoot) => {
      if (isMoot && !tieOrder) return tied.toSorted()[0]!;
      lots.push(tied.toSorted());
      return pick(tied);
    };
  if (tieOrder) return { ...run(noting(pickBy(tieOrder))), tied: [], lots };
  const { seatings, isComplete, onlyRun } = explore(run);
  if (onlyRun) return { winners: onlyRun.winners.toSorted(), tied: [], details: onlyRun.details, lots };
  const winners = [...new Set(seatings.flat())].toSorted();
  const unsure = winners.filter((id) => !seatings.every((seating) => seating.includes(id)));
  const tied = unsure.length === 0 && !isComplete ? winners : unsure;
  const { details } = run(noting(tied.length > 0 ? () => null : (among) => among.toSorted()[0]!));
  return { winners, tied, details, lots };
}

/** A way through a count: from its start by these settled ties, or on from a fork. */
interface Course {
  readonly run: (pick: Pick) => { readonly winners: readonly string[] };
  readonly taken: readonly string[];
}

/** The winners in each order that ties could take, no fork twice; where no tie was met on the way, the one run that there is. */
function explore<Details>(run: Run<Details>): {
  seatings: (readonly string[])[];
  isComplete: boolean;
  onlyRun: ReturnType<Run<Details>> | null;
} {
  let onlyRun: ReturnType<Run<Details>> | null = null;
  const open: Course[] = [{ run: (pick) => (onlyRun = run(pick)), taken: [] }];
  const seatings: (readonly string[])[] = [];
  const met = new Set<string>();
  while (open.length > 0 && seatings.length < BRANCHES && met.size < FORKS) {
    const course = open.pop()!;
    const path: string[] = [];
    let isKnown = false;
    const { winners } = course.run((tied, isMoot, fork) => {
      const [first, ...others] = tied.toSorted();
      if (isMoot) return first!;
      const taken = course.taken[path.length];
      if (taken === undefined) {
        const here = fork?.();
        isKnown = here !== undefined && met.has(here.key);
        if (isKnown) return null;
        if (here) met.add(here.key);
        for (const other of others)
          open.push(
            here ? { run: (pick) => here.goOn(other, pick), taken: [] } : { run: course.run, taken: [...path, other] },
          );
      }
      path.push(taken ?? first!);
      return path.at(-1)!;
    });
    if (path.length === 0 && seatings.length === 0) return { seatings, isComplete: true, onlyRun };
    if (!isKnown) seatings.push(winners);
  }
  return { seatings, isComplete: open.length === 0, onlyRun: null };
}
