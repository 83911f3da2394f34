import { dateFormat } from '../../../platform/dates.ts';

/** "13 March 2027" of a day of the calendar. */
export function plainDay(day: string): string {
  return dateFormat({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
