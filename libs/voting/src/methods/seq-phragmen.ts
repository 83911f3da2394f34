import {
  approvalsOf,
  checkApprovals,
  type Approvals,
  type CommitteeQuestion,
  type CommitteeResult,
} from '../committees.ts';
import { plus, reduced, type Fraction } from '../fraction.ts';
import type { Method } from '../method.ts';
import { countSequence, type Sequence } from '../sequential.ts';

/** The load that each ballot carries. */
type Loads = readonly Fraction[];

const negative = ({ a, b }: Fraction): Fraction => ({ a: -a, b });

/** A member is a load of one vote, which those who approve of them share so that all of them carry the same. */
function sequence({ ballots, supporters }: Approvals): Sequence<Loads> {
  const loadWith = (loads: Loads, id: string): Fraction => {
    const behind = supporters.get(id)!;
    const carried = behind.reduce((sum, at) => plus(sum, { a: loads[at]!.a * ballots[at]!.count, b: loads[at]!.b }), {
      a: 1n,
      b: 1n,
    });
    return reduced({ a: carried.a, b: carried.b * behind.reduce((sum, at) => sum + ballots[at]!.count, 0n) });
  };
  return {
    start: ballots.map(() => ({ a: 0n, b: 1n })),
    // The least load is taken, so the greatest of the negative ones.
    figures: (loads, left) => new Map(left.map((id) => [id, negative(loadWith(loads, id))])),
    after: (loads, chosen, figure) =>
      loads.map((load, at) => (ballots[at]!.approved.includes(chosen) ? negative(figure) : load)),
    keyOf: (loads) => loads.map(({ a, b }) => `${a}/${b}`).join(),
    shown: negative,
  };
}

/** Phragmén's sequential rule: each seat goes to whoever leaves the heaviest load on a ballot least. */
export const seqPhragmen: Method<CommitteeQuestion, CommitteeResult> = {
  check: (question, choice) => checkApprovals(question, choice),
  count: (question, votes, hall) => {
    const approvals = approvalsOf(question, votes);
    return countSequence(question, votes, hall, approvals, sequence(approvals));
  },
};
