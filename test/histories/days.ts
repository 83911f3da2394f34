const DAY = 86_400_000;

/** The day (`YYYY-MM-DD`) so many days after another. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The last day of the month so many months before that of a day. */
export function monthEnd(day: string, ago: number): string {
  return new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - ago, 0)).toISOString().slice(0, 10);
}
