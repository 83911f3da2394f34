/** How often somebody gives, or dues are due. */
export type Every = 'month' | 'year';

/** The first day of the period in which a day (`YYYY-MM-DD`) lies. */
export function periodOf(every: Every, day: string): string {
  return every === 'month' ? `${day.slice(0, 7)}-01` : `${day.slice(0, 4)}-01-01`;
}

/**
 * The days on which a gift that is repeated from a first day on falls due, up to and including `until`, the earliest first: the same day of later months or
 * years, the last one of a month that is shorter. Each counts from the first day, so that one from the 31st is on the 31st again.
 */
export function repeatedDays(every: Every, first: string, until: string): string[] {
  const days: string[] = [];
  for (let n = 0; ; n += 1) {
    const day = later(first, every === 'month' ? n : 12 * n);
    if (day > until) return days;
    days.push(day);
  }
}

function later(first: string, months: number): string {
  const [year, month, date] = first.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
