// The part of the linter that reads entries: what each must hold, and what those of one series must agree on.

import type { Component, Line } from './lint.ts';

const ONCE = ['UID', 'DTSTAMP'] as const;
const AT_MOST_ONCE = new Set(
  (
    'UID DTSTAMP DTSTART DTEND DUE DURATION SUMMARY DESCRIPTION LOCATION GEO STATUS TRANSP CLASS SEQUENCE CREATED LAST-MODIFIED RRULE EXDATE RECURRENCE-ID ' +
    'ORGANIZER URL COLOR X-MICROSOFT-CDO-ALLDAYEVENT'
  ).split(' '),
);
const STATUSES: Readonly<Record<string, readonly string[]>> = {
  VEVENT: ['CONFIRMED', 'TENTATIVE', 'CANCELLED'],
  VTODO: ['NEEDS-ACTION', 'COMPLETED', 'IN-PROCESS', 'CANCELLED'],
};

const get = (entry: Component, name: string): Line | undefined => entry.lines.find((line) => line.name === name);
const titleOf = (entry: Component): string =>
  `${entry.name} ${get(entry, 'UID')?.value ?? '?'} ${get(entry, 'RECURRENCE-ID')?.value ?? ''}`.trim();

/** The kind of a time (`DATE`, `UTC`, or the zone's name) and whether its text has that form. */
function kindOf(line: Line): string {
  if (line.params.get('VALUE') === 'DATE')
    return line.value.split(',').every((one) => /^\d{8}$/.test(one)) ? 'DATE' : 'bad';
  const zone = line.params.get('TZID');
  const form = zone === undefined ? /^\d{8}T\d{6}Z$/ : /^\d{8}T\d{6}$/;
  return line.value.split(',').every((one) => form.test(one)) ? (zone ?? 'UTC') : 'bad';
}

/** Findings about the entries of a calendar and its time zones. */
export function lintEntries(calendar: Component): string[] {
  const method = get(calendar, 'METHOD')?.value ?? null;
  const entries = calendar.parts.filter(({ name }) => name !== 'VTIMEZONE');
  return [
    ...entries.flatMap((entry) => [...entryFaults(entry), ...timeFaults(entry), ...peopleFaults(entry, method)]),
    ...seriesFaults(entries, method),
    ...zoneFaults(calendar, entries),
  ];
}

/** What a property of an entry must look like; those with an empty alternative may be absent. */
const FORMS = {
  SEQUENCE: /^\d{1,9}$/,
  TRANSP: /^(OPAQUE|TRANSPARENT|)$/,
  CLASS: /^(PUBLIC|PRIVATE)$/,
} as const;

function entryFaults(entry: Component): string[] {
  const found: string[] = [];
  const names = entry.lines.map(({ name }) => name);
  const value = (name: string): string => get(entry, name)?.value ?? '';
  if (!(entry.name in STATUSES)) found.push('a component that is not written here');
  for (const name of ONCE) if (!names.includes(name)) found.push(`no ${name}`);
  for (const name of new Set(names))
    if (AT_MOST_ONCE.has(name) && names.indexOf(name) !== names.lastIndexOf(name)) found.push(`${name} twice`);
  if (!STATUSES[entry.name]?.includes(value('STATUS'))) found.push('no STATUS of its kind');
  for (const [name, form] of Object.entries(FORMS)) if (!form.test(value(name))) found.push(`${name} has no form`);
  if (!entry.parts.every(isAlarm)) found.push('an alarm without action, trigger or words');
  return found.map((what) => `${what}: ${titleOf(entry)}`);
}

const isAlarm = (part: Component): boolean =>
  part.name === 'VALARM' && ['ACTION', 'TRIGGER', 'DESCRIPTION'].every((name) => get(part, name));

function timeFaults(entry: Component): string[] {
  const found: string[] = [];
  const fault = (what: string): void => void found.push(`${what}: ${titleOf(entry)}`);
  const start = get(entry, entry.name === 'VTODO' ? 'DUE' : 'DTSTART');
  if (!start) return [`no start: ${titleOf(entry)}`];
  const kind = kindOf(start);
  for (const name of ['DTSTART', 'DTEND', 'DUE', 'EXDATE'] as const) {
    const line = get(entry, name);
    if (!line) continue;
    if (kindOf(line) === 'bad') fault(`${name} has no form`);
    else if (kindOf(line) !== kind) fault(`${name} is of another kind than the start`);
  }
  const end = get(entry, 'DTEND');
  if (entry.name === 'VEVENT' && (!end || end.value <= start.value)) fault('no end after the start');
  if (kind === 'DATE' && !get(entry, 'X-MICROSOFT-CDO-ALLDAYEVENT')) fault('whole days without the mark for Outlook');
  return [...found, ...ruleFaults(entry, kind)];
}

function ruleFaults(entry: Component, kind: string): string[] {
  const rule = get(entry, 'RRULE')?.value;
  if (rule === undefined) return get(entry, 'EXDATE') ? [`EXDATE without RRULE: ${titleOf(entry)}`] : [];
  const found: string[] = [];
  const until = /UNTIL=([^;]*)/.exec(rule)?.[1];
  if (!/^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[^;]+)*$/.test(rule)) found.push(`no rule: ${rule}`);
  if (until && /COUNT=/.test(rule)) found.push(`COUNT and UNTIL: ${rule}`);
  if (until && !(kind === 'DATE' ? /^\d{8}$/ : /^\d{8}T\d{6}Z$/).test(until))
    found.push(`UNTIL of the wrong kind: ${rule}`);
  if (get(entry, 'RECURRENCE-ID')) found.push(`a rule in an override: ${titleOf(entry)}`);
  return found;
}

/** How many people each METHOD names (RFC 5546 3.2); a feed has none and names nobody. */
const PEOPLE: Readonly<Record<string, { readonly organizers: number; readonly attendees: readonly number[] }>> = {
  PUBLISH: { organizers: 1, attendees: [0] },
  REQUEST: { organizers: 1, attendees: [1] },
  REPLY: { organizers: 1, attendees: [1] },
  CANCEL: { organizers: 1, attendees: [0, 1] },
};

function peopleFaults(entry: Component, method: string | null): string[] {
  const count = (name: string): number => entry.lines.filter((line) => line.name === name).length;
  const wanted = method === null ? { organizers: 0, attendees: [0] } : PEOPLE[method];
  const found: string[] = [];
  if (count('ORGANIZER') !== wanted?.organizers || !wanted.attendees.includes(count('ATTENDEE')))
    found.push(method === null ? 'a feed that names people' : `METHOD:${method} with too few or too many people`);
  if (method === 'CANCEL' && get(entry, 'STATUS')?.value !== 'CANCELLED') found.push('METHOD:CANCEL of what is on');
  for (const { name, value, text } of entry.lines)
    if ((name === 'ORGANIZER' || name === 'ATTENDEE') && !/^mailto:[^\s@]+@[^\s@]+$/i.test(value))
      found.push(`no address: ${text}`);
  return found.map((what) => `${what}: ${titleOf(entry)}`);
}

/** What the entries of one UID must agree on. */
function seriesFaults(entries: readonly Component[], method: string | null): string[] {
  const found: string[] = [];
  const keys = entries.map((entry) => `${get(entry, 'UID')?.value} ${get(entry, 'RECURRENCE-ID')?.value ?? ''}`);
  for (const key of new Set(keys))
    if (keys.indexOf(key) !== keys.lastIndexOf(key)) found.push(`two entries for ${key}`);
  for (const entry of entries) {
    const id = get(entry, 'RECURRENCE-ID');
    if (!id) continue;
    const uid = get(entry, 'UID')?.value;
    const master = entries.find((one) => get(one, 'UID')?.value === uid && !get(one, 'RECURRENCE-ID'));
    if (!master) {
      if (method === null) found.push(`an override without its master: ${titleOf(entry)}`);
      continue;
    }
    const start = get(master, 'DTSTART');
    if (!start || kindOf(id) !== kindOf(start))
      found.push(`RECURRENCE-ID is of another kind than the master: ${titleOf(entry)}`);
    if (Number(get(entry, 'SEQUENCE')?.value) < Number(get(master, 'SEQUENCE')?.value))
      found.push(`older than its master: ${titleOf(entry)}`);
    if (get(master, 'EXDATE')?.value.split(',').includes(id.value))
      found.push(`excluded and overridden: ${titleOf(entry)}`);
  }
  return found;
}

function zoneFaults(calendar: Component, entries: readonly Component[]): string[] {
  const zones = calendar.parts
    .filter(({ name }) => name === 'VTIMEZONE')
    .map((zone) => get(zone, 'TZID')?.value ?? '?');
  const used = new Set(
    entries.flatMap(({ lines }) => lines.flatMap(({ params }) => (params.has('TZID') ? [params.get('TZID')!] : []))),
  );
  return [
    ...[...used].filter((zone) => !zones.includes(zone)).map((zone) => `no VTIMEZONE for ${zone}`),
    ...zones.filter((zone, at) => zones.indexOf(zone) !== at).map((zone) => `two VTIMEZONEs for ${zone}`),
    ...(entries.length > 0
      ? zones.filter((zone) => !used.has(zone)).map((zone) => `a VTIMEZONE nobody uses: ${zone}`)
      : []),
  ];
}
