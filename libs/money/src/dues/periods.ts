/** How often somebody gives, or dues are due. */
export type Every = 'month' | 'year';

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;
/** How often something comes back. */
export type Rhythm = keyof typeof MONTHS;

/** The first day of the period in which a day (`YYYY-MM-DD`) lies. */
export function periodOf(every: Every, day: string): string {
  return every === 'month' ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}

/**
 * The days on which what is repeated from a first day on falls due, up to and including `until`, the earliest first: the same day of later months or
 * years, the last one of a month that is shorter. Each counts from the first day, so that one from the 31st is on the 31st again.
 */
export function repeatedDays(every: Rhythm, first: string, until: string): string[] {
  const days: string[] = [];
  for (let n = 0; ; n += 1) {
    const day = monthsAfter(first, MONTHS[every] * n);
    if (day > until) return days;
    days.push(day);
  }
}

/** The first of those days that is later than `day`. */
export function firstDayAfter(every: Rhythm, first: string, day: string): string {
  for (let n = 0; ; n += 1) {
    const found = monthsAfter(first, MONTHS[every] * n);
    if (found > day) return found;
  }
}

/** The same day so many months later, the last one of a month that is shorter. */
export function monthsAfter(first: string, months: number): string {
  const [year, month, date] = first.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
