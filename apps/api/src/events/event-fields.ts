import { createHash } from 'node:crypto';
import { nextDate } from '#libs/calendar';
import { instantOf, isZone } from '#libs/zone';
import { BadInput } from '../platform/graphql/errors.ts';
import { renderMarkdown } from '../platform/markdown.ts';
import { longText, requiredName } from '../platform/names.ts';
import { wholeBetween } from '../platform/whole.ts';
import { type CheckedDetails, checkedDetails } from './event-details.ts';
import type { EventFieldsInput } from './events.graphql.ts';
import { checkedRules, type CheckedRules } from './rsvps/answer-rules.ts';
import { say } from '../platform/words/words.ts';

/** The fields of an event as they are stored: checked, tidied, with the instants derived from the wall clock. */
export interface CheckedFields extends CheckedDetails, CheckedRules {
  readonly title: string;
  readonly body: string;
  readonly body_html: string;
  readonly start_local: string;
  readonly end_local: string;
  readonly zone: string;
  readonly all_day: boolean;
  readonly start_at: Date;
  readonly end_at: Date;
  readonly place_name: string;
  readonly place_address: string;
  readonly place_note: string;
  readonly online_url: string | null;
  readonly visibility: string;
  readonly capacity: number | null;
  readonly companions_max: number;
  readonly guest_rsvp: boolean;
  readonly location_shown: string;
  readonly attendees_shown: string;
  readonly cover_alt: string;
  readonly reminders: boolean;
}

const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;

/** Checks what a host typed. Throws BAD_USER_INPUT naming the field and how to mend it. */
export function checkedFields(input: EventFieldsInput, isOpenGroup: boolean): CheckedFields {
  const zone = input.zone;
  if (!isZone(zone))
    throw new BadInput('zone', say`"${zone.slice(0, 60)}" is no time zone we know. It looks like Europe/Brussels.`);
  const times = checkedTimes(input, zone);
  const body = longText('body', input.body, { what: 'The text', max: 20_000 });
  return {
    title: requiredName('title', input.title, { what: 'The title', max: 200 }),
    body,
    body_html: renderMarkdown(body),
    ...times,
    zone,
    all_day: input.allDay ?? false,
    place_name: longText('placeName', input.placeName, { what: 'The place', max: 200 }),
    place_address: longText('placeAddress', input.placeAddress, { what: 'The address', max: 400 }),
    place_note: longText('placeNote', input.placeNote, { what: 'The way in', max: 1000 }),
    online_url: checkedUrl(input.onlineUrl),
    visibility: input.visibility,
    capacity: checkedCapacity(input.capacity),
    companions_max: wholeBetween('companionsMax', input.companionsMax ?? 3, {
      what: 'The number of companions',
      min: 0,
      max: 10,
    }),
    guest_rsvp: input.guestRsvp ?? true,
    location_shown: input.locationShown ?? (isOpenGroup ? 'everyone' : 'attendees'),
    attendees_shown: input.attendeesShown ?? (isOpenGroup ? 'members' : 'attendees'),
    cover_alt: longText('coverAlt', input.coverAlt, { what: 'The words for the picture', max: 300 }),
    ...checkedDetails(input),
    reminders: input.reminders ?? true,
    ...checkedRules(input.rules, { zone, startAt: times.start_at }),
  };
}

/** The times of an event or of a candidate for one: wall clock and instants. Throws BAD_USER_INPUT naming the field. */
export function checkedTimes(
  input: Pick<EventFieldsInput, 'startLocal' | 'endLocal'>,
  zone: string,
): Pick<CheckedFields, 'start_local' | 'end_local' | 'start_at' | 'end_at'> {
  if (!WALL.test(input.startLocal) || Number.isNaN(Date.parse(`${input.startLocal}Z`)))
    throw new BadInput('startLocal', 'The start needs a date and a time.');
  if (!WALL.test(input.endLocal) || Number.isNaN(Date.parse(`${input.endLocal}Z`)))
    throw new BadInput('endLocal', 'The end needs a date and a time.');
  const start = instantOf(input.startLocal, zone);
  const end = instantOf(input.endLocal, zone);
  if (start.kind === 'gap')
    throw new BadInput(
      'startLocal',
      say`On this day the clocks go forward and ${input.startLocal.slice(11, 16)} does not exist. Choose a time before or after the change.`,
    );
  if (end.at <= start.at) throw new BadInput('endLocal', 'The end is before the start.');
  if (end.at - start.at > 60 * 86_400_000) throw new BadInput('endLocal', 'An event lasts 60 days at most.');
  return {
    start_local: input.startLocal,
    end_local: input.endLocal,
    start_at: new Date(start.at),
    end_at: new Date(end.at),
  };
}

function checkedUrl(text: string | null | undefined): string | null {
  if (!text?.trim()) return null;
  const url = text.trim();
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol) || url.length > 500)
    throw new BadInput('onlineUrl', 'The link must begin with https://.');
  return new URL(url).href;
}

/** How many places there are; null for as many as come. */
export const checkedCapacity = (capacity: number | null | undefined): number | null =>
  capacity == null ? null : wholeBetween('capacity', capacity, { what: 'The number of places', min: 1, max: 100_000 });

const palette = ['#0b6a48', '#1f5fbf', '#8c1f62', '#b4530a', '#5b3fb0', '#0f7c8c', '#a3262b', '#5c6f12'];

/** The picture of an event: what its host chose, or what follows from its id. */
export function lookOf(
  id: string,
  { posterSeed, color }: Pick<Partial<EventFieldsInput>, 'posterSeed' | 'color'>,
): { poster_seed: number; color: string } {
  const seed = posterSeed ?? createHash('sha256').update(id).digest().readUInt32BE(0) % 2_000_000_000;
  return {
    poster_seed: seed,
    color: /^#[0-9a-f]{6}$/i.test(color ?? '') ? color!.toLowerCase() : palette[seed % palette.length]!,
  };
}

/** Wall times of an all-day event of a calendar file: from midnight to midnight. */
export function allDayWalls(start: string, end: string): { startLocal: string; endLocal: string } {
  return { startLocal: `${start}T00:00:00`, endLocal: `${end > start ? end : nextDate(start)}T00:00:00` };
}
