import type { CalendarEvent } from '#libs/calendar';
import { pagePath } from '../event-ref.ts';
import { feedWords } from './feed-words.ts';
import type { FeedRow, Tombstone } from './feeds.store.ts';

export interface EntryLook {
  readonly baseUrl: string;
  readonly locale: string;
  /** Says in the title that an event is cancelled, for programs that drop cancelled entries without a word. */
  readonly cancelledInTitle?: boolean;
  /** Whether what nobody has answered takes time: in a calendar of many things it does not. */
  readonly unanswered?: 'busy' | 'free';
  /** An alarm before everything, or before what the reader goes to. */
  readonly alarm?: { readonly minutes: number; readonly of: 'all' | 'going' };
}

/** The alarm of a feed as a part of its look; 0 is none. */
export const alarmOf = (minutes: number | null, of: 'all' | 'going'): Pick<EntryLook, 'alarm'> =>
  minutes ? { alarm: { minutes, of } } : {};

/** Answers that are not yet a promise: shown as tentative, and they take no time. */
const open = new Set(['maybe', 'waitlisted', 'offered', 'invited', 'requested']);

/** A row as an entry of a calendar. */
export function entryOf(row: FeedRow, look: EntryLook): CalendarEvent {
  const words = feedWords(look.locale);
  const off = row.status === 'postponed' ? words.postponed : words.cancelled;
  const reason = isOff(row) && row.reason ? `${off}: ${row.reason}` : '';
  return {
    uid: row.ical_uid,
    sequence: row.sequence,
    ...times(row),
    ...standing(row, look),
    title: isOff(row) && look.cancelledInTitle ? `${off}: ${row.title}` : row.title,
    ...extras(row, look, reason),
    url: `${look.baseUrl}${pagePath(row)}`,
    updatedAt: row.updated_at,
  };
}

/** A postponed event does not take place at its old date; with a new one it is on again under the same UID (events.md 2). */
const isOff = ({ status }: FeedRow): boolean => status === 'cancelled' || status === 'postponed';

function standing(row: FeedRow, look: EntryLook): Pick<CalendarEvent, 'status' | 'transparent'> {
  if (isOff(row)) return { status: 'CANCELLED', transparent: true };
  if (open.has(row.my_status ?? '')) return { status: 'TENTATIVE', transparent: true };
  const isFree = row.my_status !== 'going' && look.unanswered === 'free';
  return { status: row.status === 'tentative' ? 'TENTATIVE' : 'CONFIRMED', transparent: isFree };
}

/** What an entry has only where there is something to say. */
function extras(row: FeedRow, { baseUrl, locale, alarm }: EntryLook, reason: string): Partial<CalendarEvent> {
  const description = [reason, row.body || row.summary].filter(Boolean).join('\n\n');
  const image = { url: `${baseUrl}/e/${row.id}/card.png`, type: 'image/png' };
  return {
    ...(description ? { description } : {}),
    ...(row.place ? { location: row.place } : {}),
    ...(row.tags.length > 0 ? { categories: row.tags } : {}),
    ...(row.online_url ? { conference: { url: row.online_url, label: feedWords(locale).join } } : {}),
    ...(alarm && !isOff(row) && (alarm.of === 'all' || row.my_status === 'going')
      ? { alarmMinutes: alarm.minutes }
      : {}),
    ...(row.visibility === 'public' ? { image } : { isPrivate: true }),
  };
}

/** What is left of a deleted event: enough for a program that holds it to take it out. */
export function goneEntry(stone: Tombstone, locale: string): CalendarEvent {
  return {
    uid: stone.id,
    sequence: stone.sequence,
    status: 'CANCELLED',
    ...times(stone),
    title: feedWords(locale).removed,
    transparent: true,
    updatedAt: stone.deleted_at,
  };
}

function times(of: {
  start_local: string;
  end_local: string;
  zone: string;
  all_day: boolean;
}): Pick<CalendarEvent, 'start' | 'end' | 'zone' | 'allDay'> {
  const [start, end] = of.all_day
    ? [of.start_local.slice(0, 10), of.end_local.slice(0, 10)]
    : [of.start_local, of.end_local];
  return { start, end, zone: of.zone, allDay: of.all_day };
}
