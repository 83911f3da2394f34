import { expect, test } from 'vitest';
import { isDay } from './days.ts';

test.each(['2027-03-13', '2028-02-29', '0001-01-01'])('%s is a day', (text) => expect(isDay(text)).toBe(true));

test.each(['2027-02-30', '2027-02-29', '2027-13-01', '2027-3-13', '13.3.2027', '2027-03-13T00:00', ''])(
  '"%s" is no day',
  (text) => expect(isDay(text)).toBe(false),
);
