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
  const { id, dtstart, tzid, rrule, finite, limit } = item;
  const name = typeof id === 'string' && id.trim() !== '' ? id : `case ${at + 1}`;
  const fault = (field: string, reason?: string): never => {
    throw new MalformedCase(name, field, reason);
  };
  if (typeof id !== 'string' || id.trim() === '') return fault('id');
  if (!isLocal(dtstart)) return fault('dtstart');
  if (tzid !== null && (typeof tzid !== 'string' || !isZone(tzid)))
    return fault('tzid', 'is no IANA zone and not null');
  if (tzid !== null && dtstart.length === 10) return fault('tzid', 'must be null where dtstart is a date');
  if (typeof rrule !== 'string') return fault('rrule');
  const rule = ruleOf(name, rrule);
  const dates = (field: 'rdate' | 'exdate'): string[] => {
    const value = item[field] ?? [];
    const good = Array.isArray(value) && value.every((local) => isLocal(local) && local.length === dtstart.length);
    return good ? (value as string[]) : fault(field, 'is not a list of dates in the form of dtstart');
  };
  if (typeof finite !== 'boolean') return fault('finite', 'is neither true nor false');
  if (finite && rule.count === null && !rule.until) return fault('finite', 'is true, but the rule has no end');
  if (!Number.isInteger(limit) || Number(limit) < 0 || Number(limit) > MOST)
    return fault('limit', `is no whole number up to ${MOST}`);
  return { id, dtstart, tzid, rrule, rdate: dates('rdate'), exdate: dates('exdate'), finite, limit: Number(limit) };
}

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
