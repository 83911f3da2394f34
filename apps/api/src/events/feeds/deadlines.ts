import type { CalendarEvent, CalendarTodo } from '#libs/calendar';
import { wallAt } from '#libs/zone';
import type { Deadline } from '../../decisions/index.ts';
import { feedWords } from './feed-words.ts';

const DEADLINE_MS = 15 * 60_000;

interface DeadlineLook {
  readonly baseUrl: string;
  readonly locale: string;
  /** 0 is none. */
  readonly alarmMinutes: number;
}

const shared = (of: Deadline, { baseUrl, locale, alarmMinutes }: DeadlineLook) => ({
  uid: `proposal-${of.id}@folkmoot`,
  sequence: of.version,
  zone: of.zone,
  title: feedWords(locale).closes(of.title),
  url: `${baseUrl}/p/${of.id}`,
  updatedAt: of.updatedAt,
  ...(alarmMinutes > 0 && of.isOpen ? { alarmMinutes } : {}),
});

/** A quarter of an hour that ends when the vote does, taking no time. */
export function deadlineEntry(of: Deadline, look: DeadlineLook): CalendarEvent {
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
export function deadlineTask(of: Deadline, look: DeadlineLook): CalendarTodo {
  return {
    ...shared(of, look),
    done: !of.isOpen,
    due: wallAt(of.closesAt.getTime(), of.zone),
    description: of.groupName,
  };
}
