import {
  approvalsOf,
  checkApprovals,
  type Approvals,
  type CommitteeQuestion,
  type CommitteeResult,
} from '../committees.ts';
import { plus, type Fraction } from '../fraction.ts';
import type { Method } from '../method.ts';
import { countSequence, type Sequence } from '../sequential.ts';

/** How many members each ballot already has. */
type Seated = Uint32Array;

/** An option gains from each ballot one vote divided by one more than the members it has. */
function sequence({ ballots, supporters }: Approvals): Sequence<Seated> {
  const counts = ballots.map(({ count }) => count);
  const gainOf = (seated: Seated, id: string): Fraction => {
    const byMembers: bigint[] = [];
    for (const at of supporters.get(id)!) byMembers[seated[at]!] = (byMembers[seated[at]!] ?? 0n) + counts[at]!;
    // What is missing among them is skipped.
    return Object.entries(byMembers).reduce((sum, [members, a]) => plus(sum, { a, b: BigInt(members) + 1n }), {
      a: 0n,
      b: 1n,
    });
  };
  return {
    start: new Uint32Array(ballots.length),
    figures: (seated, left) => new Map(left.map((id) => [id, gainOf(seated, id)])),
    after: (seated, chosen) => {
      const next = seated.slice();
      for (const at of supporters.get(chosen)!) next[at] = next[at]! + 1;
      return next;
    },
    keyOf: () => '',
    shown: (gain) => gain,
  };
}

/** Proportional approval voting one by one (Thiele): each seat goes to whoever adds most satisfaction. */
export const seqPav: Method<CommitteeQuestion, CommitteeResult> = {
  check: (question, choice) => checkApprovals(question, choice),
  count: (question, votes, hall) => {
    const approvals = approvalsOf(question, votes);
    return countSequence(question, votes, hall, approvals, sequence(approvals));
  },
};
