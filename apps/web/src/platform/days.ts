// Arithmetic on dates of the calendar, written as "2027-03-13": no zone, no instant, so no clock change can touch them.

export type Day = string;

const dayMs = 86_400_000;

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`);
const text = (date: Date): Day => date.toISOString().slice(0, 10);

export function addDays(day: Day, days: number): Day {
  return text(new Date(utc(day).getTime() + days * dayMs));
}

/** The same day of another month; the 31st becomes the last day where a month is shorter. */
export function addMonths(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return text(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

/** Monday is 1, Sunday 7, as in ISO 8601. */
export function weekdayOf(day: Day): number {
  return utc(day).getUTCDay() || 7;
}

export function startOfWeek(day: Day, firstDay: number): Day {
  return addDays(day, -((weekdayOf(day) - firstDay + 7) % 7));
}

/** The weeks that show a month ("2027-03"), whole, with the neighbours' days at both ends. */
export function weeksOf(month: string, firstDay: number): Day[][] {
  const weeks: Day[][] = [];
  const last = addDays(addMonths(`${month}-01`, 1), -1);
  for (let monday = startOfWeek(`${month}-01`, firstDay); monday <= last; monday = addDays(monday, 7))
    weeks.push(Array.from({ length: 7 }, (_, at) => addDays(monday, at)));
  return weeks;
}

/** The day that an instant falls on in a zone. */
export function dayIn(instant: Date | string, zone: string): Day {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(instant),
  );
}

type WeekInfo = { firstDay: number };

/** The day a week begins with where a language is spoken. */
export function firstDayOf(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  return (known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1;
}
