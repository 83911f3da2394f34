import { expect, test } from 'vitest';
import type { DatePollPartsFragment } from '../../gql/graphql.ts';
import { changesInput, newPollForm, nextRow, pollFormOf, pollInput, timesOf } from './pollForm.ts';
import { nextAnswer } from './words.ts';

const row = {
  id: null,
  day: '2027-03-13',
  from: '19:00',
  to: '22:00',
  lastDay: '2027-03-13',
  zone: 'Europe/Brussels',
  placeName: '',
};

test.each([
  [{}, false, '2027-03-13T19:00:00', '2027-03-13T22:00:00'],
  [{ to: '01:00' }, false, '2027-03-13T19:00:00', '2027-03-14T01:00:00'],
  [{}, true, '2027-03-13T00:00:00', '2027-03-14T00:00:00'],
  [{ lastDay: '2027-03-15' }, true, '2027-03-13T00:00:00', '2027-03-16T00:00:00'],
])('the times of %j, whole days: %s', (more, allDay, startLocal, endLocal) => {
  expect(timesOf({ ...row, ...more }, allDay)).toEqual({ startLocal, endLocal });
});

test('one more date is the day after the last, at its time and place', () => {
  expect(nextRow([row, { ...row, day: '2027-03-27', placeName: 'Barn' }], '2027-03-01', 'UTC')).toMatchObject({
    day: '2027-03-28',
    from: '19:00',
    placeName: 'Barn',
    zone: 'Europe/Brussels',
  });
  expect(nextRow([], '2027-03-01', 'UTC')).toMatchObject({ day: '2027-03-08', zone: 'UTC' });
});

test('the deadline is an instant on the clock of the group', () => {
  const form = { ...newPollForm('2027-03-01', { zone: 'America/New_York', isSecret: false }), title: ' Picnic ' };
  const input = pollInput(form, { id: 'g', zone: 'America/New_York' });
  expect(input).toMatchObject({ title: 'Picnic', closesAt: '2027-03-05T01:00:00.000Z', least: 0, capacity: null });
  expect(input.candidates).toHaveLength(3);
});

const evening = {
  id: 'a',
  startLocal: '2027-03-13T22:00:30',
  endLocal: '2027-03-15T01:00:00',
  zone: 'Europe/Brussels',
  allDay: false,
  placeName: '',
};
const days = { ...evening, id: 'b', startLocal: '2027-03-20T00:00:00', endLocal: '2027-03-22T00:00:00', allDay: true };
const poll = {
  id: 'p',
  version: 3,
  title: 'Rehearsal',
  body: '',
  placeName: 'Mill',
  closesAt: '2027-03-10T19:00:12.345Z',
  zone: 'Europe/Brussels',
  visibility: 'PUBLIC',
  guests: true,
  least: 4,
  capacity: null,
  needed: [{ personId: 'cleo', why: 'She has the key' }],
  seesNames: true,
  options: [evening, days],
} as unknown as DatePollPartsFragment;

test('what was not touched of a poll goes as it stands, to the second', () => {
  const input = changesInput(pollFormOf(poll), poll);
  expect(input).toEqual({
    id: 'p',
    expectedVersion: 3,
    title: 'Rehearsal',
    body: '',
    placeName: 'Mill',
    closesAt: poll.closesAt,
    guests: true,
    least: 4,
    capacity: null,
    candidates: [evening, days],
  });
});

test('another time of a date keeps its id for the server to see; one more has none', () => {
  const form = pollFormOf(poll);
  form.candidates[0]!.from = '21:00';
  form.candidates.push(nextRow(form.candidates, '2027-03-01', 'UTC'));
  form.closesTime = '21:00';
  const { candidates, closesAt } = changesInput(form, poll);
  expect(closesAt).toBe('2027-03-10T20:00:00.000Z');
  expect(candidates[0]).toMatchObject({ id: 'a', startLocal: '2027-03-13T21:00:00' });
  expect(candidates[2]).toMatchObject({ id: null, startLocal: '2027-03-21T00:00:00', allDay: false });
});

test('tapping a date goes round: yes, if need be, no', () => {
  expect(nextAnswer(undefined)).toBe('YES');
  expect(nextAnswer(nextAnswer('YES'))).toBe('NO');
  expect(nextAnswer('NO')).toBe('YES');
});
