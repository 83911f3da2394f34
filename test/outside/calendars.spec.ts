import { describe, expect, test } from 'vitest';
import { lintCalendar, writeCalendar } from '#libs/calendar';
import { nasty } from '../support/calendars.ts';
import { datesOf, nastyCalendar } from './nasty-calendar.ts';
import { byKhal, byNodeIcal, byPython, icalJs } from './readers.ts';

/** CI installs every reader; where one is missing elsewhere it is said. */
function missing(reader: string): void {
  if (process.env['CI']) throw new Error(`${reader} is not installed, and CI promises it`);
  console.warn(`SKIPPED: ${reader} is not installed, so it has not read the calendars`);
}

const models = nasty.map(nastyCalendar);
const texts = models.map((model) => writeCalendar(model));
const expected = datesOf(models[0]!);

describe('a calendar of series through both clock changes, moved, cancelled and deleted nights, with every nasty text in every field', () => {
  test('is conformant, and has the dates that its rules have', () => {
    expect(expected).toHaveLength(93);
    expect(expected).toContainEqual(['choir', '2026-03-24T18:00:00Z', 'CONFIRMED']);
    expect(expected).toContainEqual(['choir', '2026-04-01T18:00:00Z', 'CONFIRMED']);
    expect(expected).toContainEqual(['choir', '2026-10-27T18:00:00Z', 'CANCELLED']);
    expect(expected.flat()).not.toContain('2026-05-05T17:00:00Z');
    for (const text of texts) expect(lintCalendar(text)).toEqual([]);
  });

  test.each(nasty.map((text, at) => [JSON.stringify(text).slice(0, 50), at] as const))(
    'ical.js and node-ical list the same: %s',
    (_, at) => {
      expect(icalJs(texts[at]!)).toEqual(expected);
      expect(byNodeIcal(texts[at]!)).toEqual(expected);
    },
  );

  test('python3-icalendar lists the same, and reads names and titles as they were written', () => {
    const read = byPython(texts);
    if (!read) return missing('python3-icalendar');
    expect(read).toHaveLength(texts.length);
    const shown = (text: string): string =>
      text
        .toWellFormed()
        .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufeff]/g, '')
        .replace(/[\s\u0085]+/g, ' ')
        .trim();
    for (const [at, one] of read.entries()) {
      expect(one.events).toEqual(expected);
      if (!nasty[at]!.includes('\\')) expect(one.titles).toContain(shown(nasty[at]!)); // it takes escapes back twice
      expect(one.name).toBe(shown(nasty[at]!).replace(/[,;\\]/g, '·') || 'Calendar');
    }
  });

  test.each([0, 4, 6])(
    'khal lists the same (%s)',
    (at) => {
      const listed = byKhal(texts[at]!);
      if (!listed) return missing('khal');
      expect(listed).toEqual(expected);
    },
    60_000,
  );
});
