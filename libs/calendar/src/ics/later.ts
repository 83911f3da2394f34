// RANGE=THISANDFUTURE (RFC 5545 3.2.13): from one of its dates on a series is another. What is read as one series with such changes is several here, one
// after the other, each with a rule and words of its own.

import { ownRuleEffort } from '../recurrence/form.ts';
import { naive, occurrences, type Schedule, wallLike } from '../recurrence/occurrences.ts';
import { parseRule, type Rule, writeRule } from '../recurrence/rule.ts';
import { splitSchedule } from '../recurrence/series.ts';
import type { ImportedEvent, ImportedSeries } from './read.ts';

const DAY = 86_400_000;
/** So many dates are looked at to see whether a moved rule still means the dates of the old one, each as much later. */
const COMPARED = 400;
/** Dates given one by one where no rule says what is meant. */
const GIVEN = 100;

/** The UID of the part that begins with a change: it stays the same however often the calendar is read. */
const uidOfPart = (uid: string, change: ImportedEvent): string => `${uid}#${change.recurrenceId}`;

/** The UIDs of a series in its parts. */
export const partUids = ({ event, later }: ImportedSeries): string[] => [
  event.uid,
  ...later.map((one) => uidOfPart(event.uid, one)),
];

/** A series in its parts, none of which changes for good any more; itself where it never did. A part that is called off from then on has no dates. */
export function partsOf(series: ImportedSeries): ImportedSeries[] {
  const { event, later } = series;
  let rest: ImportedSeries = {
    ...series,
    later: [],
    overrides: series.overrides.filter((one) => !later.includes(one)),
  };
  let shift = 0;
  const parts: ImportedSeries[] = [];
  for (const change of later) {
    const at = moved(change.recurrenceId!, shift);
    const { before, after } = splitSchedule(rest.schedule, at, ownRuleEffort);
    const isBefore = ({ recurrenceId }: ImportedEvent): boolean => recurrenceId! < at;
    if (before) parts.push({ ...rest, schedule: before, overrides: rest.overrides.filter(isBefore) });
    if (!after || change.cancelled) return parts;
    const by = naive(change.start) - naive(at);
    shift += by;
    rest = {
      event: { ...change, uid: uidOfPart(event.uid, change), recurrenceId: null },
      schedule: { ...movedSchedule(after, by), zone: change.allDay ? null : change.zone },
      overrides: rest.overrides
        .filter((one) => !isBefore(one))
        .map((one) => ({ ...one, recurrenceId: moved(one.recurrenceId!, by) })),
      later: [],
    };
  }
  return [...parts, rest];
}

const moved = (wall: string, by: number): string => wallLike(naive(wall) + by, wall.length === 10);

/** Every date as much later: by the rule where it can say so, by the dates themselves else. */
function movedSchedule(schedule: Schedule, by: number): Schedule {
  const lists = {
    rdates: schedule.rdates?.map((one) => moved(one, by)),
    exdates: schedule.exdates?.map((one) => moved(one, by)),
  };
  const plain = {
    start: moved(schedule.start, by),
    zone: schedule.zone,
    rdates: lists.rdates ?? [],
    exdates: lists.exdates ?? [],
  };
  if (schedule.rule === null) return { ...plain, rule: null };
  const rule = writeRule(movedRule(parseRule(schedule.rule), by));
  const wanted = datesOf(schedule, COMPARED).map((wall) => moved(wall, by));
  if (datesOf({ ...plain, rule }, COMPARED).join() === wanted.join()) return { ...plain, rule };
  const [start = plain.start, ...rdates] = wanted.slice(0, GIVEN);
  return { ...plain, start, rule: null, rdates, exdates: [] };
}

const datesOf = (schedule: Schedule, limit: number): string[] =>
  occurrences({ ...schedule, zone: null }, { limit, effort: ownRuleEffort }).map(({ wall }) => wall);

/** Weekdays and the end move along; whether the rest may stay is seen from the dates. */
function movedRule(rule: Rule, by: number): Rule {
  const days = Math.round(by / DAY);
  const byDay = rule.byDay?.map(({ nth, weekday }) => ({ nth, weekday: (((weekday + days) % 7) + 7) % 7 })) ?? null;
  return { ...rule, byDay, until: rule.until === null ? null : movedUntil(rule.until, by) };
}

function movedUntil(until: string, by: number): string {
  const [, year, month, day, time, utc = ''] = /^(\d{4})(\d\d)(\d\d)(?:T(\d{6})(Z?))?$/.exec(until)!;
  const date = `${year}-${month}-${day}`;
  if (time === undefined) return moved(date, Math.floor(by / DAY) * DAY).replaceAll('-', '');
  return `${moved(`${date}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}`, by).replaceAll(/[-:]/g, '')}${utc}`;
}
