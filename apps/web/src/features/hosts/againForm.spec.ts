import { expect, test } from 'vitest';
import type { EventPartsFragment } from '../../gql/graphql.ts';
import { addDays } from '../../platform/days.ts';
import { againForm } from './againForm.ts';

const event = {
  title: 'Café',
  startLocal: '2027-03-13T22:00:00',
  endLocal: '2027-03-14T02:00:00',
  allDay: false,
  coverId: 'x',
  tags: [],
  access: {},
  zone: 'Europe/Brussels',
  rules: { opensAt: null, closesAt: '2027-03-12T17:00:00Z', cutoffMinutes: 1440, questions: [] },
} as unknown as EventPartsFragment;

test.each([
  [{ today: '2027-03-01' }, '2027-03-20', '2027-03-21'],
  [{ today: '2027-03-13' }, '2027-03-20', '2027-03-21'],
  [{ today: '2027-04-02' }, '2027-04-03', '2027-04-04'],
  [{ today: '2027-04-02', wished: '2027-05-05' }, '2027-05-05', '2027-05-06'],
])('the same again, seen from %j', (of, startDay, endDay) => {
  expect(againForm(event, of)).toMatchObject({
    title: 'Café',
    startDay,
    endDay,
    startTime: '22:00',
    coverId: 'x',
    closesTime: '18:00',
  });
  expect(againForm(event, of).closesDay).toBe(addDays(startDay, -1));
});
