import {
  COMMITTEES,
  committeeResult,
  seatingOf,
  type Approvals,
  type Committee,
  type CommitteeQuestion,
  type CommitteeResult,
  type CommitteeStep,
} from './committees.ts';
import { compareFractions, exactText, type Fraction } from './fraction.ts';
import type { Hall, Vote } from './method.ts';
import { pickBy } from './ties.ts';

/** A way to fill a committee one by one: what a choice depends on, the figure of each option that is left, and what follows from a choice. */
export interface Sequence<State> {
  readonly start: State;
  /** The figures by which the next is chosen; the greatest is taken. */
  readonly figures: (state: State, left: readonly string[]) => ReadonlyMap<string, Fraction>;
  readonly after: (state: State, chosen: string, figure: Fraction) => State;
  /** Tells states apart that lead on differently though the same are in. */
  readonly keyOf: (state: State) => string;
  /** How a figure is shown. */
  readonly shown: (figure: Fraction) => Fraction;
}

interface Branch<State> {
  readonly state: State;
  readonly members: Committee;
}

function bestOf(figures: ReadonlyMap<string, Fraction>): readonly string[] {
  let best: string[] = [];
  for (const [id, figure] of figures) {
    const order = best.length === 0 ? 1n : compareFractions(figure, figures.get(best[0]!)!);
    if (order > 0n) best = [id];
    else if (order === 0n) best.push(id);
  }
  return best;
}

const leftOf = ({ ids }: Approvals, members: Committee): string[] => ids.filter((id) => !members.includes(id));

/** Counts by filling the seats one by one. The steps are those of the order, or without one those of the ids. */
export function countSequence<State>(
  question: CommitteeQuestion,
  votes: readonly Vote[],
  hall: Hall,
  approvals: Approvals,
  rule: Sequence<State>,
): CommitteeResult {
  const { members, steps } = oneSequence(approvals, rule, hall.tieOrder);
  const every = everySequence(approvals, rule);
  const seated = seatingOf(approvals, every, hall.tieOrder && members);
  return { ...committeeResult(question, votes, hall, { approvals, every, seated }), steps };
}

/** Every committee to which some way of settling the ties leads; null beyond the limit. */
function everySequence<State>(approvals: Approvals, rule: Sequence<State>): readonly Committee[] | null {
  let branches: Branch<State>[] = [{ state: rule.start, members: [] }];
  for (let seat = 0; seat < approvals.seats; seat += 1) {
    const next = new Map<string, Branch<State>>();
    for (const { state, members } of branches) {
      const figures = rule.figures(state, leftOf(approvals, members));
      for (const id of bestOf(figures)) {
        const branch = { state: rule.after(state, id, figures.get(id)!), members: [...members, id].toSorted() };
        next.set(`${JSON.stringify(branch.members)} ${rule.keyOf(branch.state)}`, branch);
        if (next.size > COMMITTEES) return null;
      }
    }
    branches = [...next.values()];
  }
  return [...new Map(branches.map(({ members }) => [JSON.stringify(members), members])).values()];
}

/** One way through the ties, step by step: the order's, or that of the ids. */
function oneSequence<State>(
  approvals: Approvals,
  rule: Sequence<State>,
  tieOrder: readonly string[] | null,
): { readonly members: Committee; readonly steps: readonly CommitteeStep[] } {
  const members: string[] = [];
  const steps: CommitteeStep[] = [];
  let state = rule.start;
  while (members.length < approvals.seats) {
    const figures = rule.figures(state, leftOf(approvals, members));
    const elected = pickBy(tieOrder ?? approvals.ids)(bestOf(figures));
    const shown = [...figures].map(([id, figure]) => [id, exactText(rule.shown(figure))]);
    steps.push({ elected, figures: Object.fromEntries(shown) as Record<string, string> });
    state = rule.after(state, elected, figures.get(elected)!);
    members.push(elected);
  }
  return { members, steps };
}
