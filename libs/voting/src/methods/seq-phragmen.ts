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

/** The loads there are, one for each member and none before, and which of them each ballot carries. */
interface Loads {
  readonly loads: readonly Fraction[];
  readonly carried: Uint32Array;
}

const negative = ({ a, b }: Fraction): Fraction => ({ a: -a, b });

/** A member is a load of one vote, which those who approve of them share so that all of them carry the same. */
function sequence({ ballots, supporters, scores }: Approvals): Sequence<Loads> {
  const counts = ballots.map(({ count }) => count);
  const loadWith = ({ loads, carried }: Loads, id: string): Fraction => {
    const behind = loads.map(() => 0n);
    for (const at of supporters.get(id)!) behind[carried[at]!] = behind[carried[at]!]! + counts[at]!;
    const whole = loads.reduce((sum, { a, b }, at) => plus(sum, { a: a * behind[at]!, b }), { a: 1n, b: 1n });
    return reduced({ a: whole.a, b: whole.b * scores.get(id)! });
  };
  return {
    start: { loads: [{ a: 0n, b: 1n }], carried: new Uint32Array(ballots.length) },
    // The least load is taken, so the greatest of the negative ones.
    figures: (state, left) => new Map(left.map((id) => [id, negative(loadWith(state, id))])),
    after: ({ loads, carried }, chosen, figure) => {
      const next = carried.slice();
      for (const at of supporters.get(chosen)!) next[at] = loads.length;
      return { loads: [...loads, negative(figure)], carried: next };
    },
    keyOf: ({ loads, carried }) => {
      const texts = loads.map(({ a, b }) => `${a}/${b}`);
      return Array.from(carried, (at) => texts[at]).join();
    },
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
