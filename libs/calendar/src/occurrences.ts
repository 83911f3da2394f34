import { isZone, msToWall } from '#libs/zone';
import { occurrences } from './recurrence/occurrences.ts';

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

/** Why a case cannot be read: its place and the field. */
export class MalformedCase extends Error {
  constructor(
    readonly caseName: string,
    readonly field: string,
  ) {
    super(`${caseName}: ${field} is missing or malformed`);
  }
}

const LOCAL = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/;
const MOST = 100_000;

/** Reads a JSON array of cases. Throws `MalformedCase` naming the first case and field that do not fit. */
export function readCases(json: string): RecurrenceCase[] {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch {
    throw new MalformedCase('the file', 'JSON');
  }
  if (!Array.isArray(data)) throw new MalformedCase('the file', 'array of cases');
  return data.map((one: unknown, at) => readCase(one, at));
}

function readCase(one: unknown, at: number): RecurrenceCase {
  const item = (typeof one === 'object' && one !== null ? one : {}) as Readonly<Record<string, unknown>>;
  const id = item['id'];
  const name = typeof id === 'string' && id !== '' ? id : `case ${at + 1}`;
  const demand = (field: string, good: boolean): void => {
    if (!good) throw new MalformedCase(name, field);
  };
  const list = (field: string): readonly string[] => {
    const value = item[field] ?? [];
    demand(field, Array.isArray(value) && value.every((text) => typeof text === 'string' && LOCAL.test(text)));
    return value as string[];
  };
  demand('id', typeof id === 'string' && id !== '');
  demand('dtstart', typeof item['dtstart'] === 'string' && LOCAL.test(item['dtstart']));
  demand('tzid', item['tzid'] == null || (typeof item['tzid'] === 'string' && isZone(item['tzid'])));
  demand('rrule', typeof item['rrule'] === 'string' && /^[A-Z-]+=/.test(item['rrule']));
  demand('limit', item['limit'] === undefined || (Number.isInteger(item['limit']) && Number(item['limit']) >= 0));
  return {
    id: name,
    dtstart: String(item['dtstart']),
    tzid: item['tzid'] == null ? null : String(item['tzid']),
    rrule: String(item['rrule']),
    rdate: list('rdate'),
    exdate: list('exdate'),
    finite: item['finite'] === true,
    limit: Number(item['limit'] ?? 100),
  };
}

/** The dates of a case in the notation of the data: UTC instants in a zone, local times or dates else. */
export function occurrencesOf(one: RecurrenceCase): string[] {
  const found = occurrences(
    { start: one.dtstart, zone: one.tzid, rule: one.rrule, rdates: one.rdate, exdates: one.exdate },
    { limit: one.finite ? MOST : one.limit },
  );
  return found.map(({ wall, at }) => (at === null ? wall : `${msToWall(at)}Z`));
}
