import { NeedsMeDocument, type NeedsMeQuery } from '../../gql/graphql.ts';
import { readOnce } from '../../platform/ask.ts';

/** What waits for this person, kind by kind in the order of the inbox. */
export function needsOf(needs: NeedsMeQuery) {
  return {
    cases: needs.removalsAboutMe.filter(({ needsMe }) => needsMe),
    candidacies: needs.candidaciesWaiting,
    votes: needs.needsMyVote,
    polls: needs.datePollsWaiting,
    offers: needs.dutyOffers,
    failed: needs.failedExecutions,
    tasks: needs.ownTasks.filter(({ fromId }) => fromId),
    applicants: needs.applicantsWaiting,
    notices: needs.noticesWaiting,
    events: needs.eventMoneyWaiting,
    lines: needs.linesNearlySpent,
    shares: needs.sharesReceived,
    entries: needs.entriesWaiting,
    payments: needs.paymentsToConfirm,
    expenses: needs.expensesWaiting,
  };
}

/** The first of what waits, so many over all kinds. */
export function firstNeeds(needs: NeedsMeQuery, most: number): ReturnType<typeof needsOf> {
  let room = most;
  const cut = Object.entries(needsOf(needs)).map(([kind, list]) => {
    const some = list.slice(0, room);
    room -= some.length;
    return [kind, some];
  });
  return Object.fromEntries(cut) as ReturnType<typeof needsOf>;
}

/** How many things wait for this person. */
export function needsCount(needs: NeedsMeQuery): number {
  return Object.values(needsOf(needs)).reduce((sum, { length }) => sum + length, 0);
}

/** Asks what waits for whoever is signed in, and counts it. */
export async function readNeeds(): Promise<number> {
  return needsCount(await readOnce(NeedsMeDocument, {}));
}
