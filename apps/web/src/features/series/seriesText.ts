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
export function kindText(kind: RepeatKind, day: Day, rule = ''): string {
  if (kind === 'RULE') return ruleText(rule);
  const weekday = weekdayText(weekdayName(day));
  return say(`series.kind.${kind}`, {
    nth: say(`series.nth.${nthOf(day)}`),
    weekday,
    day: ordinal(Number(day.slice(8))),
    date: dayOfYear(day),
  });
}

type Rhythm = Omit<Repeats, 'count' | 'until'>;

/** Days of months in words, which are most of the rules that no form offers; the others are only said to be of their own. */
export function ruleText(rule: string): string {
  const parts = Object.fromEntries(rule.split(';').map((part) => part.split('='))) as Record<string, string>;
  const { FREQ, INTERVAL = '1', BYDAY = '', BYMONTHDAY = '', COUNT: _, UNTIL: __, WKST: ___, ...more } = parts;
  const isOfMonths = FREQ === 'MONTHLY' && Object.keys(more).length === 0;
  const nths = BYDAY.split(',').map((one) => /^([1-5]|-1)([A-Z]{2})$/.exec(one));
  const numbers = BYMONTHDAY.split(',').map((one) => (/^([1-9]\d?|-1)$/.test(one) ? Number(one) : 0));
  const days =
    BYMONTHDAY === '' && nths.every((one) => one !== null)
      ? nths.map(([, nth, weekday]) => onNth(Number(nth), weekday as Weekday))
      : BYDAY === '' && numbers.every((one) => one !== 0)
        ? numbers.map(onDay)
        : [];
  if (!isOfMonths || days.length === 0) return say('series.ownRule');
  return say('series.every.MONTH_DAY', { count: Number(INTERVAL), days: list(days) });
}

const onNth = (nth: number, weekday: Weekday): string =>
  say('series.onNth', { nth: say(`series.nth.${nth === -1 ? 'last' : nth}`), weekday: weekdayText(weekday) });
const onDay = (day: number): string =>
  day === -1 ? say('series.onLastDay') : say('series.onDay', { day: ordinal(day) });

function dayWords({ every, weekdays: days, nth, weekday, day }: Rhythm, start: Day): string {
  switch (every) {
    case 'WEEK':
      return list((days ?? []).map((one) => weekdayText(one)));
    case 'MONTH_WEEKDAY':
      return onNth(nth!, weekday!);
    case 'MONTH_DAY':
      return onDay(day!);
    case 'YEAR':
      return say('series.onDate', { date: dayOfYear(start) });
    case 'DAY':
    case 'DATES':
    case 'RULE':
      return '';
  }
}

/** How something repeats in one line: "Every Tuesday", "Every 2 months on the last Friday". */
export function repeatText(repeats: Rhythm, start: Day): string {
  if (repeats.every === 'DATES') return say('series.onDates');
  if (repeats.every === 'RULE') return ruleText(repeats.rule ?? '');
  return say(`series.every.${repeats.every}`, { count: repeats.interval ?? 1, days: dayWords(repeats, start) });
}

/** "Every Tuesday · no. 7", and that it has ended where it has. */
export function seriesLine(series: SeriesOfEvent, startLocal: string): string {
  const how = repeatText(series.repeats, startLocal.slice(0, 10));
  const night = say('series.night', { n: series.night });
  return [how, night, ...(series.ended ? [say('series.ended')] : [])].join(' · ');
}
