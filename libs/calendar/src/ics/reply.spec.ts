import { describe, expect, test } from 'vitest';
import { calendarOf, evening } from '../../../../test/support/calendars.ts';
import { readReply, writeCalendar } from '../index.ts';

describe('an answer by mail', () => {
  const reply = (over: Parameters<typeof evening>[0] = {}): string =>
    writeCalendar(
      calendarOf({
        method: 'REPLY',
        events: [
          evening({
            sequence: 4,
            organizer: { name: 'x', email: 'rsvp+t@example.org' },
            attendee: { name: 'Ana', email: 'Ana@Example.org', partstat: 'DECLINED' },
            ...over,
          }),
        ],
      }),
    );

  test('is read: who, which date, which version, what', () => {
    const text = reply({ recurrenceId: '2026-03-10T19:00:00' }).replace('CLASS:', 'COMMENT:Sorry\\, ill\r\nCLASS:');
    expect(readReply(text)).toEqual({
      method: 'REPLY',
      uid: evening().uid,
      recurrenceId: { wall: '2026-03-10T19:00:00', at: Date.parse('2026-03-10T18:00:00Z') },
      sequence: 4,
      attendee: 'ana@example.org',
      answer: 'DECLINED',
      comment: 'Sorry, ill',
    });
    expect(readReply(reply())).toMatchObject({ recurrenceId: null, comment: '' });
    expect(readReply(reply().replace('METHOD:REPLY', 'METHOD:COUNTER'))).toMatchObject({ method: 'COUNTER' });
  });

  test.each<[string, (text: string) => string]>([
    ['other-method', (text) => text.replace('METHOD:REPLY', 'METHOD:REQUEST')],
    ['unreadable', (text) => text.replace(/METHOD:REPLY\r\n/, '')],
    ['unreadable', (text) => text.slice(0, 300)],
    ['unreadable', () => 'hello'],
    ['no-uid', (text) => text.replace(/UID:.*\r\n/, '')],
    ['no-attendee', (text) => text.replaceAll('\r\n ', '').replace(/ATTENDEE.*\r\n/, '')],
    ['no-attendee', (text) => text.replaceAll('\r\n ', '').replace(/(ATTENDEE.*\r\n)/, '$1$1')],
    ['unknown-answer', (text) => text.replaceAll('\r\n ', '').replace('PARTSTAT=DECLINED', 'PARTSTAT=PERHAPS')],
    ['too-large', (text) => text + ' '.repeat(300_000)],
  ])('%s', (fault, spoil) => {
    expect(readReply(spoil(reply()))).toBe(fault);
  });
});
