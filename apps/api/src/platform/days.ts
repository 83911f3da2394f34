import { BadInput } from './graphql/errors.ts';

/** Whether a text is a day of the calendar, written 2027-03-13: the 30th of February is none, whatever `Date.parse` makes of it. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

/** Refuses a day that has not come yet where `today` is that of the group. Throws BAD_USER_INPUT naming the field. */
export function hasCome(field: string, day: string, today: string): void {
  if (day > today) throw new BadInput(field, 'This day has not come yet. Choose today or an earlier one.');
}
