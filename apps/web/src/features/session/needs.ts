import { NeedsMeDocument, type NeedsMeQuery } from '../../gql/graphql.ts';
import { readOnce } from '../../platform/ask.ts';

/** How many things wait for this person: a case about them, votes, elections to stand in, dates, duties offered, tasks to take over, people at the door, what was not carried out, notices, entries by hand, payments to confirm, expenses. */
export function needsCount(needs: NeedsMeQuery): number {
  const { needsMyVote, datePollsWaiting, applicantsWaiting, expensesWaiting, dutyOffers, failedExecutions } = needs;
  const asked = needs.ownTasks.filter(({ fromId }) => fromId);
  return [
    needsMyVote,
    datePollsWaiting,
    dutyOffers,
    needs.candidaciesWaiting,
    asked,
    needs.removalsAboutMe.filter(({ needsMe }) => needsMe),
    applicantsWaiting,
    failedExecutions,
    needs.noticesWaiting,
    needs.eventMoneyWaiting,
    needs.linesNearlySpent,
    needs.sharesReceived,
    needs.entriesWaiting,
    needs.paymentsToConfirm,
    expensesWaiting,
  ].reduce((sum, { length }) => sum + length, 0);
}

/** Asks what waits for whoever is signed in, and counts it. */
export async function readNeeds(): Promise<number> {
  return needsCount(await readOnce(NeedsMeDocument, {}));
}
