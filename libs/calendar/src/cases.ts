// The cases of the recurrence data (`folkmoot occurrences`): reading them with every fault named, and answering in their notation.

import { isZone, msToWall, wallToMs } from '#libs/zone';
import { occurrences } from './recurrence/occurrences.ts';
import { parseRule, RuleFault } from './recurrence/rule.ts';

/** A case of the recurrence data: what repeats, and how many of an endless rule to list. */
export interface RecurrenceCase {
  readonly id: string;
  readonly dtstart: string;
  readonly tzid: string | null;
  readonly rrule: string;
  readonly rdate: readonly string[];
  readonly exdate: readonly string[];
  readonly finite: boolean;
  readonly limit: number;
}

/** Why a case cannot be read: its name, the field, and what is wrong with it. */
export class MalformedCase extends Error {
  readonly caseName: string;
  readonly field: string;

  constructor(caseName: string, field: string, reason = 'is missing or malformed') {
    super(`${caseName}: ${field} ${reason}`);
    this.caseName = caseName;
    this.field = field;
  }
}

const LOCAL = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/;
/** Longer lists are refused: a case is read by people and tests. */
const MOST = 100_000;

/** True for a real date, or a real local time, in the form of the data. */
function isLocal(value: unknown): value is string {
  if (typeof value !== 'string' || !LOCAL.test(value)) return false;
  const wall = value.length === 10 ? `${value}T00:00:00` : value;
  const ms = wallToMs(wall);
  return !Number.isNaN(ms) && msToWall(ms) === wall;
}

/** Reads a JSON array of cases. Throws `MalformedCase` naming the first case and field that do not fit. */
export function readCases(json: string): RecurrenceCase[] {
  let data: unknown;
  try {
    data = JSON.parse(json.replace(/^\ufeff/, ''));
  } catch {
    throw new MalformedCase('the file', 'JSON', 'cannot be read');
  }
  if (!Array.isArray(data)) throw new MalformedCase('the file', 'array of cases');
  return data.map((one: unknown, at) => readCase(one, at));
}

function readCase(one: unknown, at: number): RecurrenceCase {
  const item = (typeof one === 'object' && one !== null && !Array.isArray(one) ? one : {}) as Record<string, unknown>;
  const name = isName(item['id']) ? item['id'] : `case ${at + 1}`;
  const take = <T>(field: string, fits: (value: unknown) => value is T, reason?: string): T => {
    const value = item[field];
    if (!fits(value)) throw new MalformedCase(name, field, reason);
    return value;
  };
  const id = take('id', isName);
  const dtstart = take('dtstart', isLocal);
  const tzid = take('tzid', isZoneOrNull, 'is no IANA zone and not null');
  if (tzid !== null && dtstart.length === 10)
    throw new MalformedCase(name, 'tzid', 'must be null where dtstart is a date');
  const rrule = take('rrule', (value) => typeof value === 'string');
  const rule = ruleOf(name, rrule);
  const areDates = (value: unknown): value is string[] | undefined =>
    value === undefined ||
    (Array.isArray(value) && value.every((local) => isLocal(local) && local.length === dtstart.length));
  const dates = (field: string): string[] => take(field, areDates, 'is no list of dates in the form of dtstart') ?? [];
  const finite = take('finite', (value) => typeof value === 'boolean', 'is neither true nor false');
  if (finite && rule.count === null && !rule.until)
    throw new MalformedCase(name, 'finite', 'is true, but the rule has no end');
  const limit = take('limit', isLimit, `is no whole number up to ${MOST}`);
  return { id, dtstart, tzid, rrule, rdate: dates('rdate'), exdate: dates('exdate'), finite, limit };
}

const isName = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const isZoneOrNull = (value: unknown): value is string | null =>
  value === null || (typeof value === 'string' && isZone(value));
const isLimit = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST;

function ruleOf(name: string, rrule: string): ReturnType<typeof parseRule> {
  try {
    return parseRule(rrule);
  } catch (error) {
    if (error instanceof RuleFault) throw new MalformedCase(name, 'rrule', `cannot be read (${error.message})`);
    throw error;
  }
}

/**
 * The dates of a case in the notation of the data: UTC instants in a zone, local times or dates else; none where no date fits the rule.
 * Throws `MalformedCase` for a rule with more dates than anybody lists.
 */
export function occurrencesOf(one: RecurrenceCase): string[] {
  const schedule = { start: one.dtstart, zone: one.tzid, rule: one.rrule, rdates: one.rdate, exdates: one.exdate };
  try {
    const found = occurrences(schedule, { limit: one.finite ? MOST + 1 : one.limit });
    if (found.length > MOST) throw new MalformedCase(one.id, 'rrule', `has more than ${MOST} dates`);
    return found.map(({ wall, at }) => (at === null ? wall : `${msToWall(at)}Z`));
  } catch (error) {
    if (!(error instanceof RuleFault)) throw error;
    if (error.code === 'no-date') return [];
    throw new MalformedCase(one.id, 'rrule', `cannot be followed (${error.message})`);
  }
}
