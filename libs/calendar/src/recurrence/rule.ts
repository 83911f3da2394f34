// RRULE (RFC 5545 3.3.10) as data. Whatever cannot be read is named by a code and the part it stands in; nothing is guessed.

const FREQS = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'] as const;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** How often a rule repeats. */
export type Freq = (typeof FREQS)[number];
/** A weekday as RFC 5545 writes it. */
export type Weekday = (typeof WEEKDAYS)[number];

/** The weekdays in order, Monday first. */
export const weekdays: readonly Weekday[] = WEEKDAYS;

/** One entry of BYDAY: a weekday (0 is Monday), each of them (`nth` 0) or the nth of its month or year, from the end if negative. */
export interface NthWeekday {
  readonly nth: number;
  readonly weekday: number;
}

/** A rule read. Lists that the text does not give are null. `until` is as written: a date, a local time, or with Z an instant. */
export interface Rule {
  readonly freq: Freq;
  readonly interval: number;
  readonly count: number | null;
  readonly until: string | null;
  readonly wkst: number;
  readonly byMonth: readonly number[] | null;
  readonly byWeekNo: readonly number[] | null;
  readonly byYearDay: readonly number[] | null;
  readonly byMonthDay: readonly number[] | null;
  readonly byDay: readonly NthWeekday[] | null;
  readonly byHour: readonly number[] | null;
  readonly byMinute: readonly number[] | null;
  readonly bySecond: readonly number[] | null;
  readonly bySetPos: readonly number[] | null;
}

/** Why a rule cannot be read or used. */
export type RuleFaultCode =
  | 'unreadable' // not NAME=VALUE;NAME=VALUE
  | 'unknown-part'
  | 'repeated-part'
  | 'bad-value'
  | 'no-freq'
  | 'other-calendar' // RSCALE other than GREGORIAN, SKIP other than OMIT
  | 'no-date' // no day of the calendar fits, as in 30 February
  | 'too-long'; // more dates before the window than anybody counts

/** A rule that cannot be read or that has no date; `part` is the name of the part concerned, where one is. */
export class RuleFault extends Error {
  readonly code: RuleFaultCode;
  readonly part: string | null;

  constructor(code: RuleFaultCode, part: string | null = null) {
    super(part ? `${code}: ${part}` : code);
    this.code = code;
    this.part = part;
  }
}

const LISTS = {
  BYMONTH: ['byMonth', 1, 12, false],
  BYWEEKNO: ['byWeekNo', 1, 53, true],
  BYYEARDAY: ['byYearDay', 1, 366, true],
  BYMONTHDAY: ['byMonthDay', 1, 31, true],
  BYHOUR: ['byHour', 0, 23, false],
  BYMINUTE: ['byMinute', 0, 59, false],
  BYSECOND: ['bySecond', 0, 60, false],
  BYSETPOS: ['bySetPos', 1, 366, true],
} as const;

const isList = (name: string): name is keyof typeof LISTS => Object.hasOwn(LISTS, name);

/** Reads the value of an RRULE, in any case of letters. Throws `RuleFault`. */
export function parseRule(text: string): Rule {
  const parts = partsOf(text);
  const freq = FREQS.find((one) => one === parts.get('FREQ'));
  if (!freq) throw new RuleFault(parts.has('FREQ') ? 'bad-value' : 'no-freq', 'FREQ');
  const rule: { -readonly [K in keyof Rule]: Rule[K] } = {
    freq,
    interval: 1,
    count: null,
    until: null,
    wkst: 0,
    byMonth: null,
    byWeekNo: null,
    byYearDay: null,
    byMonthDay: null,
    byDay: null,
    byHour: null,
    byMinute: null,
    bySecond: null,
    bySetPos: null,
  };
  for (const [name, value] of parts) {
    if (name === 'FREQ') continue;
    else if (name === 'INTERVAL') rule.interval = wholeNumber(name, value);
    else if (name === 'COUNT') rule.count = wholeNumber(name, value);
    else if (name === 'UNTIL') rule.until = untilText(value);
    else if (name === 'WKST') rule.wkst = weekdayNumber(name, value);
    else if (name === 'BYDAY') rule.byDay = value.split(',').map(nthWeekday);
    else if (isList(name)) rule[LISTS[name][0]] = numbers(name, value);
    else refuseCalendar(name, value);
  }
  return rule;
}

function partsOf(text: string): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of text.trim().toUpperCase().replace(/;$/, '').split(';')) {
    const [, name, value] = /^([A-Z-]+)=(.+)$/.exec(part) ?? [];
    if (!name || !value) throw new RuleFault('unreadable', part.slice(0, 40) || null);
    if (parts.has(name)) throw new RuleFault('repeated-part', name);
    parts.set(name, value);
  }
  return parts;
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) === 0) throw new RuleFault('bad-value', name);
  return Number(value);
}

function untilText(value: string): string {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(value) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const time = year === undefined ? Number.NaN : Date.parse(`${iso}Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== iso)
    throw new RuleFault('bad-value', 'UNTIL');
  return value;
}

function weekdayNumber(name: string, value: string): number {
  const at = WEEKDAYS.findIndex((one) => one === value);
  if (at < 0) throw new RuleFault('bad-value', name);
  return at;
}

function nthWeekday(text: string): NthWeekday {
  const [, sign, digits, name] = /^([+-]?)(\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  const nth = Number(`${sign === '-' ? '-' : ''}${digits ?? 0}`);
  if (name === undefined || Math.abs(nth) > 53 || (nth === 0 && (sign !== '' || digits !== undefined)))
    throw new RuleFault('bad-value', 'BYDAY');
  return { nth: nth === 0 ? 0 : nth, weekday: weekdayNumber('BYDAY', name) };
}

function numbers(name: keyof typeof LISTS, value: string): number[] {
  const [, least, most, signed] = LISTS[name];
  const found = value.split(',').map((text) => (/^[+-]?\d{1,3}$/.test(text) ? Number(text) : Number.NaN));
  const good = (n: number): boolean => {
    const size = signed ? Math.abs(n) : n;
    return size >= least && size <= most;
  };
  if (!found.every(good)) throw new RuleFault('bad-value', name);
  return [...new Set(found)];
}

/** RFC 7529: other calendars are refused, its words for the ordinary one are not. */
function refuseCalendar(name: string, value: string): void {
  if (name !== 'RSCALE' && name !== 'SKIP') throw new RuleFault('unknown-part', name);
  if (value !== 'GREGORIAN' && value !== 'OMIT') throw new RuleFault('other-calendar', name);
}

/** True for a rule by the hour or less: nobody meets so often. */
export const isFinerThanDays = ({ freq }: Pick<Rule, 'freq'>): boolean =>
  freq === 'HOURLY' || freq === 'MINUTELY' || freq === 'SECONDLY';

/** A rule as text, FREQ first, in one order whatever order it was read in. */
export function writeRule(rule: Rule): string {
  const list = (values: readonly (number | string)[] | null): string | null => values?.join(',') ?? null;
  const parts: [string, string | number | null][] = [
    ['FREQ', rule.freq],
    ['INTERVAL', rule.interval === 1 ? null : rule.interval],
    ['BYMONTH', list(rule.byMonth)],
    ['BYWEEKNO', list(rule.byWeekNo)],
    ['BYYEARDAY', list(rule.byYearDay)],
    ['BYMONTHDAY', list(rule.byMonthDay)],
    ['BYDAY', list(rule.byDay?.map(({ nth, weekday }) => `${nth || ''}${WEEKDAYS[weekday]!}`) ?? null)],
    ['BYHOUR', list(rule.byHour)],
    ['BYMINUTE', list(rule.byMinute)],
    ['BYSECOND', list(rule.bySecond)],
    ['BYSETPOS', list(rule.bySetPos)],
    ['WKST', rule.wkst === 0 && !(rule.freq === 'WEEKLY' && rule.interval > 1) ? null : WEEKDAYS[rule.wkst]!],
    ['COUNT', rule.count],
    ['UNTIL', rule.until],
  ];
  return parts
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
}
