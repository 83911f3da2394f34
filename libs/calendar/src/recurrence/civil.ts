// The proleptic Gregorian calendar in whole numbers. A day is counted from 1970-01-01 (day 0, a Thursday); weekdays run from 0 (Monday) to 6.

/** A date as its parts; month 1–12, day 1–31. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAYS_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** True for a year with a 29 February. */
export const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Days of a year: 365 or 366. */
export const daysInYear = (year: number): number => (isLeap(year) ? 366 : 365);

/** Days of a month (1–12) of a year. */
export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;

/** The first day of a year. */
export function dayOfYearStart(year: number): number {
  const before = year - 1;
  return before * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400) - 719_162;
}

/** The day of a date. */
export const dayOf = (year: number, month: number, day: number): number =>
  dayOfYearStart(year) + DAYS_BEFORE[month]! + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;

/** The date of a day. */
export function civilOf(day: number): Civil {
  let year = Math.floor(day / 365.2425) + 1970;
  if (dayOfYearStart(year) > day) year -= 1;
  else if (dayOfYearStart(year + 1) <= day) year += 1;
  let rest = day - dayOfYearStart(year);
  let month = 1;
  for (let length = 31; rest >= length; length = daysInMonth(year, month)) {
    rest -= length;
    month += 1;
  }
  return { year, month, day: rest + 1 };
}

/** 0 for a Monday to 6 for a Sunday. */
export const weekdayOf = (day: number): number => (((day + 3) % 7) + 7) % 7;

/** The day on which the week of `day` begins, where weeks begin on the weekday `wkst`. */
export const weekStart = (day: number, wkst: number): number => day - ((weekdayOf(day) - wkst + 7) % 7);

/** The number of a day's week, and how many weeks the year has that the week belongs to (ISO 8601, but weeks begin on `wkst`). */
export function weekOf(day: number, wkst: number): { readonly number: number; readonly of: number } {
  const middle = weekStart(day, wkst) + 3; // a week belongs to the year that holds its fourth day
  const { year } = civilOf(middle);
  const last = weekStart(dayOf(year, 12, 28), wkst) + 3; // 28 December lies in the last week of its year, always
  const numberOf = (fourthDay: number): number => Math.floor((fourthDay - dayOfYearStart(year)) / 7) + 1;
  return { number: numberOf(middle), of: numberOf(last) };
}
