import { afterEach, expect, test, vi } from 'vitest';
import { setViewer } from '../../platform/session.ts';
import { readNeeds, useNeeds } from './needs.ts';

const person = (id: string) => setViewer({ id, name: id, groups: [], needsYou: 0 });
const kinds =
  'removalsAboutMe candidaciesWaiting needsMyVote datePollsWaiting dutyOffers failedExecutions ownTasks applicantsWaiting noticesWaiting eventMoneyWaiting linesNearlySpent sharesReceived entriesWaiting giftsWaiting paymentsToConfirm expensesWaiting';
const waiting = (votes: readonly string[]): object => ({
  ...Object.fromEntries(kinds.split(' ').map((kind) => [kind, []])),
  needsMyVote: votes.map((title) => ({ title })),
});

/** A server that answers when it is told to, in the order of the questions asked of it. */
function slowServer(): ((body: object) => void)[] {
  const answers: ((body: object) => void)[] = [];
  vi.stubGlobal('fetch', () => new Promise((resolve) => answers.push((body) => resolve(Response.json(body)))));
  return answers;
}

afterEach(() => {
  setViewer(null);
  vi.unstubAllGlobals();
});

test('a failure is said where nothing is known yet, and takes away nothing that is', async () => {
  const answers = slowServer();
  const { data, error, isLoading } = useNeeds();
  expect(isLoading.value).toBe(false);
  person('ana');
  expect(isLoading.value).toBe(true);
  const first = readNeeds('ana');
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  answers[0]!({ errors: [{ message: 'away' }] });
  expect(await first).toBeNull();
  expect([data.value, isLoading.value]).toEqual([undefined, false]);
  expect(error.value).toBeDefined();

  const second = readNeeds('ana');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]!({ data: waiting(['Lease', 'Shirts']) });
  expect(await second).toBe(2);
  expect(data.value?.needsMyVote.map(({ title }) => title)).toEqual(['Lease', 'Shirts']);

  const third = readNeeds('ana');
  await vi.waitFor(() => expect(answers).toHaveLength(3));
  answers[2]!({ errors: [{ message: 'away' }] });
  expect(await third).toBeNull();
  expect([data.value?.needsMyVote.length, error.value]).toEqual([2, undefined]);
});

test('nobody reads what was answered to somebody else, however late it comes', async () => {
  const answers = slowServer();
  const { data } = useNeeds();
  person('ana');
  const hers = readNeeds('ana');
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  answers[0]!({ data: waiting(['Lease']) });
  expect(await hers).toBe(1);
  const late = readNeeds('ana');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  person('ben');
  expect(data.value).toBeUndefined();
  answers[1]!({ data: waiting(['Lease']) });
  expect(await late).toBeNull();
  expect(data.value).toBeUndefined();
});

test('what is asked after another act is asked anew, and the answer from before it does not stand', async () => {
  const answers = slowServer();
  const { data } = useNeeds();
  person('ana');
  const before = readNeeds('ana');
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  const after = readNeeds('ana');
  answers[0]!({ data: waiting(['Lease', 'Shirts']) });
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]!({ data: waiting(['Lease']) });
  expect([await before, await after]).toEqual([null, 1]);
  expect(data.value?.needsMyVote).toHaveLength(1);
});
