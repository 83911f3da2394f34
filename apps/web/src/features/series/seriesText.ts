import type { Weekday } from '../../gql/graphql.ts';
import { dateFormat } from '../../platform/dates.ts';
import type { Day } from '../../platform/days.ts';
import { formatLocale, say } from '../../platform/words.ts';
import { nthOf, weekdays, type Repeats, type RepeatKind, type SeriesOfEvent, weekdayName } from './repeatForm.ts';

const at = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** "Tuesday", as the language writes it. */
export function weekdayText(weekday: Weekday, form: 'long' | 'short' = 'long'): string {
  // 1 January 2024 was a Monday.
  return dateFormat({ weekday: form, timeZone: 'UTC' }).format(at(`2024-01-0${weekdays.indexOf(weekday) + 1}`));
}

/** "17 March 2027" on the wall, no zone: a day of the calendar. */
export const dateText = (day: Day, form: 'long' | 'short' = 'long'): string =>
  dateFormat({ weekday: form, day: 'numeric', month: form, timeZone: 'UTC' }).format(at(day.slice(0, 10)));

const dayOfYear = (day: Day): string => dateFormat({ day: 'numeric', month: 'long', timeZone: 'UTC' }).format(at(day));
const list = (words: readonly string[]): string => new Intl.ListFormat(formatLocale.value).format(words);

/** "17th", as the language counts days. */
function ordinal(n: number): string {
  const form = new Intl.PluralRules(formatLocale.value, { type: 'ordinal' }).select(n);
  return say(`series.ordinal.${form}`, { n });
}

/** A kind in the list of choices, for this first day: "Every month on the third Tuesday". */
export function kindText(kind: RepeatKind, day: Day): string {
  const weekday = weekdayText(weekdayName(day));
  return say(`series.kind.${kind}`, {
    nth: say(`series.nth.${nthOf(day)}`),
    weekday,
    day: ordinal(Number(day.slice(8))),
    date: dayOfYear(day),
  });
}

type Rhythm = Omit<Repeats, 'count' | 'until'>;

function dayWords({ every, weekdays: days, nth, weekday, day }: Rhythm, start: Day): string {
  switch (every) {
    case 'WEEK':
      return list((days ?? []).map((one) => weekdayText(one)));
    case 'MONTH_WEEKDAY':
      return say('series.onNth', {
        nth: say(`series.nth.${nth === -1 ? 'last' : nth}`),
        weekday: weekdayText(weekday!),
      });
    case 'MONTH_DAY':
      return day === -1 ? say('series.onLastDay') : say('series.onDay', { day: ordinal(day!) });
    case 'YEAR':
      return say('series.onDate', { date: dayOfYear(start) });
    case 'DAY':
    case 'DATES':
      return '';
  }
}

/** How something repeats in one line: "Every Tuesday", "Every 2 months on the last Friday". */
export function repeatText(repeats: Rhythm, start: Day): string {
  if (repeats.every === 'DATES') return say('series.onDates');
  return say(`series.every.${repeats.every}`, { count: repeats.interval ?? 1, days: dayWords(repeats, start) });
}

/** "Every Tuesday · night 7", and that it has ended where it has. */
export function seriesLine(series: SeriesOfEvent, startLocal: string): string {
  const how = repeatText(series.repeats, startLocal.slice(0, 10));
  const night = say('series.night', { n: series.night });
  return [how, night, ...(series.ended ? [say('series.ended')] : [])].join(' · ');
}
