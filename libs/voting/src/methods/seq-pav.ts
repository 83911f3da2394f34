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
type Seated = readonly bigint[];

/** An option gains from each ballot one vote divided by one more than the members it has. */
function sequence({ ballots, supporters }: Approvals): Sequence<Seated> {
  const gainOf = (seated: Seated, id: string): Fraction => {
    const byMembers = new Map<bigint, bigint>();
    for (const at of supporters.get(id)!)
      byMembers.set(seated[at]!, (byMembers.get(seated[at]!) ?? 0n) + ballots[at]!.count);
    return [...byMembers].reduce((sum, [members, a]) => plus(sum, { a, b: members + 1n }), { a: 0n, b: 1n });
  };
  return {
    start: ballots.map(() => 0n),
    figures: (seated, left) => new Map(left.map((id) => [id, gainOf(seated, id)])),
    after: (seated, chosen) => seated.map((n, at) => (ballots[at]!.approved.includes(chosen) ? n + 1n : n)),
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
