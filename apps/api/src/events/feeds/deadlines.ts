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

/** The day by which somebody has to have done something, in their own calendar; it takes no time. */
export function dayEntry(of: OtherDeadline & { readonly day: string }, look: DeadlineLook): CalendarEvent {
  return {
    ...shared(of, { ...look, alarmMinutes: 0 }),
    uid: `day-${of.uid}`,
    status: of.isWithdrawn ? 'CANCELLED' : 'CONFIRMED',
    start: of.day,
    end: addDays(of.day, 1),
    allDay: true,
    location: of.groupName,
    transparent: true,
    isPrivate: true,
  };
}

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** A quarter of an hour that ends when the vote does, taking no time. */
export function deadlineEntry(of: Deadline | OtherDeadline, look: DeadlineLook): CalendarEvent {
  const end = of.closesAt.getTime();
  return {
    ...shared(of, look),
    status: of.isWithdrawn ? 'CANCELLED' : 'CONFIRMED',
    start: wallAt(end - DEADLINE_MS, of.zone),
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
    due: wallAt(of.closesAt.getTime(), of.zone),
    description: of.groupName,
  };
}
