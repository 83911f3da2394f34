import {
  approvalsOf,
  checkApprovals,
  COMMITTEES,
  committeeResult,
  type Committee,
  type CommitteeQuestion,
  type CommitteeResult,
} from '../committees.ts';
import { withVotes } from '../election.ts';
import type { Method } from '../method.ts';
import { topSeats } from '../ties.ts';

/** Every way to take so many of these; null beyond the limit. */
function choose(ids: readonly string[], size: number): Committee[] | null {
  let ways: { readonly members: Committee; readonly from: number }[] = [{ members: [], from: 0 }];
  for (let left = size; left > 0; left -= 1) {
    ways = ways.flatMap(({ members, from }) =>
      ids.slice(from, ids.length - left + 1).map((id, at) => ({ members: [...members, id], from: from + at + 1 })),
    );
    if (ways.length > COMMITTEES) return null;
  }
  return ways.map(({ members }) => members);
}

/** The options with most approvals fill the seats. */
export const approvalMultiwinner: Method<CommitteeQuestion, CommitteeResult> = {
  check: (question, choice) => checkApprovals(question, choice),
  count: (question, votes, hall) => {
    const approvals = approvalsOf(question, votes);
    const most = withVotes(approvals.scores);
    const { winners, tied } = topSeats(most, approvals.seats, null);
    const certain = winners.filter((id) => !tied.includes(id));
    const ways = tied.length === 0 ? [[]] : choose(tied.toSorted(), approvals.seats - certain.length);
    const every = ways && ways.map((more) => [...certain, ...more]);
    return committeeResult(question, votes, hall, {
      approvals,
      every,
      seated: topSeats(most, approvals.seats, hall.tieOrder),
    });
  },
};
