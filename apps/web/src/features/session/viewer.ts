import { shallowRef } from 'vue';
import { act, readOnce } from '../../platform/ask.ts';
import { currentViewer, setViewer, signOutWith } from '../../platform/session.ts';
import {
  NeedsMeDocument,
  SignOutDocument,
  ViewerDocument,
  type NeedsMeQuery,
  type ViewerQuery,
} from '../../gql/graphql.ts';

type Instance = ViewerQuery['instance'];

/** The instance this page belongs to, once it is known. */
export const instance = shallowRef<Instance | null>(null);

/** Reads who is looking and what needs them; called at the start and after everything that changes it. */
export async function loadViewer(): Promise<void> {
  const { viewer, instance: here } = await readOnce(ViewerDocument, {});
  instance.value = here;
  if (!viewer) return setViewer(null);
  const before = currentViewer.value;
  setViewer({
    ...viewer,
    isOperator: viewer.operator,
    needsYou: before?.id === viewer.id ? before.needsYou : 0,
  });
  await countNeeds();
}

/** How many things wait for this person: a case about them, votes, dates, duties offered, tasks to take over, people at the door, what was not carried out, notices, expenses. */
export function needsCount(needs: NeedsMeQuery): number {
  const { needsMyVote, datePollsWaiting, applicantsWaiting, expensesWaiting, dutyOffers, failedExecutions } = needs;
  const asked = needs.ownTasks.filter(({ fromId }) => fromId);
  return [
    needsMyVote,
    datePollsWaiting,
    dutyOffers,
    asked,
    needs.removalsAboutMe.filter(({ needsMe }) => needsMe),
    applicantsWaiting,
    failedExecutions,
    needs.noticesWaiting,
    expensesWaiting,
  ].reduce((sum, { length }) => sum + length, 0);
}

/** Counts what waits for this person, for the inbox's number. */
export async function countNeeds(): Promise<void> {
  const viewer = currentViewer.value;
  if (!viewer) return;
  const needs = await readOnce(NeedsMeDocument, {});
  setViewer({ ...viewer, groups: [...viewer.groups], needsYou: needsCount(needs) });
}

signOutWith(async () => {
  await act(SignOutDocument, {});
});
