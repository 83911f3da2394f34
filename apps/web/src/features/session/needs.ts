import { computed, shallowRef, watch } from 'vue';
import { NeedsMeDocument, type NeedsMeQuery } from '../../gql/graphql.ts';
import { readOnce, type Read } from '../../platform/ask.ts';
import { currentViewer } from '../../platform/session.ts';

/** The last answer; it goes with the person to whom it was given. */
const held = shallowRef<{ readonly needs?: NeedsMeQuery; readonly fault?: unknown } | null>(null);
let asks = 0;
let asking: Promise<unknown> = Promise.resolve();
watch(
  () => currentViewer.value?.id,
  () => {
    held.value = null;
    asking = Promise.resolve();
  },
  { flush: 'sync' },
);

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
    gifts: needs.giftsWaiting,
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

/** Asks what waits for a person, keeps it for the page that lists it, and counts it. Null: somebody else is here by now, or it was asked anew. */
export async function readNeeds(of: string): Promise<number | null> {
  const ask = ++asks;
  const isLate = (): boolean => ask !== asks || currentViewer.value?.id !== of;
  // Two of the same question at a time get one answer, and that of before an act does not hold after it.
  await asking;
  if (isLate()) return null;
  const reading = readOnce(NeedsMeDocument, {});
  asking = reading.catch(() => null);
  try {
    const needs = await reading;
    if (isLate()) return null;
    held.value = { needs };
    return needsCount(needs);
  } catch (fault) {
    if (!isLate() && !held.value?.needs) held.value = { fault };
    return null;
  }
}

/** What waits for whoever is signed in, as it was counted last: the number at the bell and this are one answer. */
export function useNeeds(): Omit<Read<NeedsMeQuery>, 'reread'> {
  return {
    data: computed(() => held.value?.needs),
    error: computed(() => held.value?.fault),
    isLoading: computed(() => Boolean(currentViewer.value) && !held.value),
  };
}
