import type { CalendarEvent, CalendarTodo } from '#libs/calendar';
import { wallAt } from '#libs/zone';
import type { Deadline } from '../../decisions/index.ts';
import type { OtherDeadline } from './deadline-sources.ts';
import { feedWords } from './feed-words.ts';

const DEADLINE_MS = 15 * 60_000;

interface DeadlineLook {
  readonly baseUrl: string;
  readonly locale: string;
  /** 0 is none. */
  readonly alarmMinutes: number;
}

const named = (of: Deadline | OtherDeadline, locale: string): { uid: string; title: string; path: string } =>
  'says' in of
    ? { uid: of.uid, title: feedWords(locale)[of.says](of.title), path: of.path }
    : { uid: `proposal-${of.id}@folkmoot`, title: feedWords(locale).closes(of.title), path: `/p/${of.id}` };

const shared = (of: Deadline | OtherDeadline, { baseUrl, locale, alarmMinutes }: DeadlineLook) => ({
  uid: named(of, locale).uid,
  sequence: of.version,
  zone: of.zone,
  title: named(of, locale).title,
  url: `${baseUrl}${named(of, locale).path}`,
  updatedAt: of.updatedAt,
  ...(alarmMinutes > 0 && of.isOpen ? { alarmMinutes } : {}),
});

/** What somebody has taken on, in their own calendar: a shift, or the day by which something is done; it takes no time. */
export function takenEntry(of: OtherDeadline, look: DeadlineLook): CalendarEvent {
  const quiet = { ...look, alarmMinutes: 0 };
  const entry = of.day === null ? deadlineEntry(of, quiet) : dayEntry({ ...of, day: of.day }, quiet);
  return { ...entry, uid: `day-${of.uid}`, isPrivate: true };
}

function dayEntry(of: OtherDeadline & { readonly day: string }, look: DeadlineLook): CalendarEvent {
  return {
    ...shared(of, look),
    status: of.isWithdrawn ? 'CANCELLED' : 'CONFIRMED',
    start: of.day,
    end: addDays(of.day, 1),
    allDay: true,
    location: of.groupName,
    transparent: true,
  };
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** What is due on a day and at no hour of it. */
const ofDays: ReadonlySet<OtherDeadline['says']> = new Set(['review', 'giveBy', 'showBy']);

/** A quarter of an hour that ends when the vote does, taking no time; a shift from its start, a review on its day. */
export function deadlineEntry(of: Deadline | OtherDeadline, look: DeadlineLook): CalendarEvent {
  if ('says' in of && ofDays.has(of.says) && of.day !== null) return dayEntry({ ...of, day: of.day }, look);
  const end = of.closesAt.getTime();
  const start = ('says' in of && of.startsAt?.getTime()) || end - DEADLINE_MS;
  return {
    ...shared(of, look),
    status: of.isWithdrawn ? 'CANCELLED' : 'CONFIRMED',
    start: wallAt(start, of.zone),
    end: wallAt(end, of.zone),
    allDay: false,
    location: of.groupName,
    transparent: true,
  };
}

/** The same as a task: due when the vote closes, done when it is over. Whether somebody has voted is nobody's to read, not even here. */
export function deadlineTask(of: Deadline | OtherDeadline, look: DeadlineLook): CalendarTodo {
  return {
    ...shared(of, look),
    done: !of.isOpen,
    ...(of.isWithdrawn ? { isCancelled: true } : {}),
    due: wallAt(of.closesAt.getTime(), of.zone),
    description: of.groupName,
  };
}
