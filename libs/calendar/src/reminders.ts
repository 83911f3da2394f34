import { instantOf, msToWall, wallToMs } from '#libs/zone';

/** What a reminder says: that it is a day away, that it is today (or in the morning), or, afterwards, one question. */
export type ReminderRule = 'day-before' | 'morning' | 'after';

/** A reminder and the instant at which it is due, in milliseconds since the epoch. */
export interface DueReminder {
  readonly rule: ReminderRule;
  readonly at: number;
}

/** When an event takes place: wall times in its zone. A day without hours runs from midnight to midnight. */
export interface RemindedEvent {
  readonly startLocal: string;
  readonly endLocal: string;
  readonly zone: string;
  readonly allDay: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const onDay = (wall: string, days: number, hour: string): string =>
  `${msToWall(wallToMs(`${wall.slice(0, 10)}T00:00:00`) + days * DAY).slice(0, 10)}T${hour}:00:00`;

/**
 * When each reminder of an event is due (events.md 12), by instant: 24 hours before the start; at 08:00 of the day on the event's own clocks,
 * or at 18:00 of the evening before where it starts by 09:00; and, afterwards, at the first 10:00 that is six hours after the end or more.
 * A day without hours has no hour to count from: the evening before is its day before, and it has no morning. Pure: the same times and zone
 * give the same instants, so that a move or a change of the clocks needs no job to be undone.
 */
export function remindersOf({ startLocal, endLocal, zone, allDay }: RemindedEvent): DueReminder[] {
  const at = (wall: string): number => instantOf(wall, zone).at;
  const eveningBefore = at(onDay(startLocal, -1, '18'));
  const isEarly = startLocal.slice(11) <= '09:00:00';
  const before: DueReminder[] = allDay
    ? [{ rule: 'day-before', at: eveningBefore }]
    : [
        { rule: 'day-before', at: at(startLocal) - DAY },
        { rule: 'morning', at: isEarly ? eveningBefore : at(onDay(startLocal, 0, '08')) },
      ];
  const end = at(endLocal);
  const first = at(onDay(endLocal, 0, '10'));
  return [...before, { rule: 'after', at: first >= end + 6 * HOUR ? first : at(onDay(endLocal, 1, '10')) }];
}

/**
 * The reminder to send for what became due in (from, to], or null. Nothing that comes before the start is sent after it, and of two that
 * became due together (the process was down) only the later is: nobody is told twice at once.
 */
export function reminderDue(event: RemindedEvent, from: number, to: number): ReminderRule | null {
  const start = instantOf(event.startLocal, event.zone).at;
  const due = remindersOf(event).filter(({ rule, at }) => at > from && at <= to && (rule === 'after' || to < start));
  return due.reduce<DueReminder | null>((last, one) => (last && last.at > one.at ? last : one), null)?.rule ?? null;
}
