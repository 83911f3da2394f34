import { computed } from 'vue';
import { dayIn } from './days.ts';
import { serverNow } from './clock.ts';
import { formatLocale, say } from './words.ts';

type Instant = Date | string;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Intl's formatters are dear to make: one for each language and form. */
export function dateFormat(options: Intl.DateTimeFormatOptions, locale = formatLocale.value): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale, options)));
  return format;
}

/** The zone of this device. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** "Saturday 13 March", with the year only if it is not this one. */
export function dayText(at: Instant, zone: string, form: 'long' | 'short' = 'long'): string {
  const date = new Date(at);
  const isOtherYear = dayIn(date, zone).slice(0, 4) !== dayIn(serverNow(), zone).slice(0, 4);
  return dateFormat({
    timeZone: zone,
    weekday: form,
    day: 'numeric',
    month: form,
    ...(isOtherYear ? { year: 'numeric' } : {}),
  }).format(date);
}

/** "13 March 2026": a date long past or far off, where the weekday says nothing. */
export function dateText(at: Instant, zone: string): string {
  return dateFormat({ timeZone: zone, day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(at));
}

/** "January to August 2026", as the language writes it: the months from one day to another, once where it is one month. */
export function monthsText(from: string, until: string): string {
  return dateFormat({ timeZone: 'UTC', month: 'long', year: 'numeric' }).formatRange(new Date(from), new Date(until));
}

/** "13:00", or as the language writes it. */
export function timeText(at: Instant, zone: string): string {
  return dateFormat({ timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}

/** "Saturday 13 March, 13:00 to 17:00"; two days are both named. */
export function spanText(start: Instant, end: Instant | null, zone: string): string {
  const day = dayText(start, zone);
  const from = timeText(start, zone);
  if (!end) return say('ui.when.at', { day, from });
  const to = timeText(end, zone);
  if (isSameNight(start, end, zone)) return say('ui.when.span', { day, from, to });
  return say('ui.when.spanDays', { day, from, endDay: dayText(end, zone), to });
}

/** An evening that ends after midnight is still that evening. */
export function isSameNight(start: Instant, end: Instant, zone: string): boolean {
  const lasts = new Date(end).getTime() - new Date(start).getTime();
  return dayIn(start, zone) === dayIn(end, zone) || (lasts < 12 * 3_600_000 && timeHour(end, zone) < 6);
}

function timeHour(at: Instant, zone: string): number {
  return Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(new Date(at)),
  );
}

/** "21:00 for you" where this device's zone has another wall time at that instant, else null. */
export function ownTimeText(at: Instant, zone: string): string | null {
  const here = timeText(at, ownZone());
  if (here === timeText(at, zone) && dayIn(at, zone) === dayIn(at, ownZone())) return null;
  const isOtherDay = dayIn(at, zone) !== dayIn(at, ownZone());
  return say('ui.when.forYou', { time: isOtherDay ? `${dayText(at, ownZone(), 'short')}, ${here}` : here });
}

/** "in 3 hours", "20 minutes ago": only within 48 hours, else null. */
export function relativeText(at: Instant, now: Date): string | null {
  const seconds = (new Date(at).getTime() - now.getTime()) / 1000;
  if (Math.abs(seconds) > 48 * 3600) return null;
  const format = new Intl.RelativeTimeFormat(formatLocale.value, { numeric: 'auto' });
  if (Math.abs(seconds) < 45) return format.format(0, 'second');
  if (Math.abs(seconds) < 3600) return format.format(Math.round(seconds / 60), 'minute');
  return format.format(Math.round(seconds / 3600), 'hour');
}

/** "3 d 11 h left", "2 h 5 min left", or that it is over. */
export function timeLeftText(deadline: Instant, now: Date): string {
  const minutes = Math.floor((new Date(deadline).getTime() - now.getTime()) / 60_000);
  if (minutes < 0) return say('ui.left.over');
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return say('ui.left.days', { days, hours });
  return hours > 0 ? say('ui.left.hours', { hours, minutes: minutes % 60 }) : say('ui.left.minutes', { minutes });
}

/** "Today", "Tomorrow", "Yesterday", or null for any other day. */
export function nearDayText(day: string, today: string): string | null {
  const days = Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000);
  if (Math.abs(days) > 1) return null;
  const text = new Intl.RelativeTimeFormat(formatLocale.value, { numeric: 'auto' }).format(days, 'day');
  return text.charAt(0).toLocaleUpperCase(formatLocale.value) + text.slice(1);
}

const zoneless = { timeZone: 'UTC' } as const;
const noon = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** Names for a date of the calendar ("2027-03-13"), which has no zone. */
export const dayNames = computed(() => {
  const form = (options: Intl.DateTimeFormatOptions) => (day: string) =>
    dateFormat({ ...zoneless, ...options }).format(noon(day));
  return {
    full: form({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    long: form({ weekday: 'long', day: 'numeric', month: 'long' }),
    short: form({ day: 'numeric', month: 'short' }),
    weekday: form({ weekday: 'long' }),
    weekdayShort: form({ weekday: 'short' }),
    month: form({ month: 'long', year: 'numeric' }),
    monthShort: form({ month: 'short' }),
    date: form({ day: 'numeric' }),
  };
});
