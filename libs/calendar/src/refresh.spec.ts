import { expect, test } from 'vitest';
import { refreshMinutesOf } from './refresh.ts';

const calendar = (...lines: string[]): string =>
  ['BEGIN:VCALENDAR', ...lines, 'BEGIN:VEVENT', 'REFRESH-INTERVAL:PT2H', 'END:VEVENT', 'END:VCALENDAR', ''].join(
    '\r\n',
  );

test.each([
  [['REFRESH-INTERVAL;VALUE=DURATION:PT4H'], 240],
  [['X-PUBLISHED-TTL:PT12H'], 720],
  [['X-PUBLISHED-TTL:PT12H', 'REFRESH-INTERVAL;VALUE=DURATION:P1D'], 1440],
  [['REFRESH-INTERVAL;VALUE=DURATION:PT1M'], 60],
  [['REFRESH-INTERVAL;VALUE=DURATION:P4W'], 1440],
  [['REFRESH-INTERVAL;VALUE=DURA', ' TION:PT4H'], 240],
  [['REFRESH-INTERVAL:soon'], null],
  [['REFRESH-INTERVAL:PT0S'], null],
  [[], null],
])('%j is read every %s minutes', (lines, minutes) => expect(refreshMinutesOf(calendar(...lines))).toBe(minutes));
