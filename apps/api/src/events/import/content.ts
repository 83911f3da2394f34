import type { ImportedEvent } from '#libs/calendar';
import { allDayWalls, type CheckedFields, type checkedFields } from '../event-fields.ts';

/** What of an event somebody else's calendar decides, as it was last read. */
export interface ImportedContent {
  readonly title: string;
  readonly body: string;
  readonly start: string;
  readonly end: string;
  readonly zone: string;
  readonly allDay: boolean;
  readonly place: string;
  readonly cancelled: boolean;
}

/** The columns of an event that a calendar elsewhere decides. */
export type Columns = Pick<
  CheckedFields,
  | 'title'
  | 'body'
  | 'body_html'
  | 'start_local'
  | 'end_local'
  | 'start_at'
  | 'end_at'
  | 'zone'
  | 'all_day'
  | 'place_name'
>;

/** An event of a file as it is remembered. */
export function contentOf(event: ImportedEvent): ImportedContent {
  return {
    title: event.title,
    body: event.description,
    start: event.start,
    end: event.end,
    zone: event.zone,
    allDay: event.allDay,
    place: event.location.slice(0, 200),
    cancelled: event.cancelled,
  };
}

/** What was read as if a host had typed it. */
export function inputOf(content: ImportedContent, visibility: string): Parameters<typeof checkedFields>[0] {
  const walls = content.allDay
    ? allDayWalls(content.start, content.end)
    : { startLocal: content.start, endLocal: content.end };
  return {
    title: content.title,
    body: content.body,
    ...walls,
    zone: content.zone,
    allDay: content.allDay,
    placeName: content.place,
    visibility,
  };
}

/** Only what is different from the reading before: what a host has changed here stays. */
export function changedThere(
  fields: CheckedFields,
  now: ImportedContent,
  before: ImportedContent | null,
): Partial<Columns> {
  const differs = (...names: (keyof ImportedContent)[]): boolean =>
    !before || names.some((name) => now[name] !== before[name]);
  const { title, body, body_html, start_local, end_local, start_at, end_at, zone, all_day, place_name } = fields;
  return {
    ...(differs('title') ? { title } : {}),
    ...(differs('body') ? { body, body_html } : {}),
    ...(differs('start', 'end', 'zone', 'allDay') ? { start_local, end_local, start_at, end_at, zone, all_day } : {}),
    ...(differs('place') ? { place_name } : {}),
  };
}
