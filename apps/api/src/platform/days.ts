/** Whether a text is a day of the calendar, written 2027-03-13: the 30th of February is none, whatever `Date.parse` makes of it. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}
