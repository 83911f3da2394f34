import { safeParse } from 'valibot';
import { expect, test } from 'vitest';
import { atField, endAfterMove, eventSchema, fieldsOf, newEventForm } from './eventForm.ts';

const form = newEventForm('2027-03-13', { zone: 'Europe/Brussels', color: '#0b7a53', isSecret: false });

test('an evening is sent as wall time in its zone', () => {
  expect(fieldsOf({ ...form, title: 'Rehearsal', capacity: ' 3 ' })).toMatchObject({
    startLocal: '2027-03-13T19:00:00',
    endLocal: '2027-03-13T21:00:00',
    capacity: 3,
    onlineUrl: null,
    coverId: null,
  });
});

test('days without times end at the midnight after the last of them', () => {
  expect(fieldsOf({ ...form, allDay: true, endDay: '2027-03-14' })).toMatchObject({
    startLocal: '2027-03-13T00:00:00',
    endLocal: '2027-03-15T00:00:00',
  });
});

const faults = (change: object): string[] =>
  (safeParse(eventSchema, { ...form, title: 'Rehearsal', ...change }).issues ?? []).map(
    ({ path, message }) => `${String(path?.[0]?.key)}: ${message}`,
  );

test.each([
  [{}, []],
  [{ title: ' ' }, ['title: events.fault.title']],
  [{ title: 'x'.repeat(300) }, ['title: events.fault.titleLong']],
  [{ endTime: '18:00' }, ['endDay: events.fault.endFirst']],
  [{ endTime: '18:00', allDay: true }, []],
  [{ capacity: '0' }, ['capacity: events.fault.capacity']],
  [{ capacity: '1.5' }, ['capacity: events.fault.capacity']],
  [{ onlineUrl: 'meet.example' }, ['onlineUrl: events.fault.url']],
  [{ publishAt: 'T09:00' }, ['publishAt: hosts.fault.later']],
  [{ publishAt: '2027-03-01T' }, ['publishAt: hosts.fault.later']],
  [{ publishAt: '2027-03-01T09:00' }, []],
])('%o is found wrong as %o', (change, expected) => expect(faults(change)).toEqual(expected));

test('moving the start keeps the length, over midnight too', () => {
  const moved = { ...form, startTime: '23:00' };
  expect(endAfterMove(moved, { startDay: '2027-03-13', startTime: '19:00' })).toEqual({
    day: '2027-03-14',
    time: '01:00',
  });
});

test('a fault of the server stands where it was typed', () =>
  expect(atField({ field: 'endLocal', message: 'x' })).toEqual({ field: 'endDay', message: 'x' }));
