import { firstDayAfter, repeatedDays, type Rhythm } from '../dues/periods.ts';

/** An expense that comes back. Days are `YYYY-MM-DD` in the group's zone; each day counts from the first, so that one from the 31st is on the 31st again. */
export interface Recurring {
  readonly every: Rhythm;
  readonly firstOn: string;
  /** The next day on which a draft is made. */
  readonly nextOn: string;
  /** The last day on which one may be made; null: until somebody ends it. */
  readonly untilOn: string | null;
}

/** How many days that were missed, as while a server stood still, are made up for: the newest ones. */
export const MADE_UP = 3;

/** What the clock does with an expense that comes back. */
export interface DraftsDue {
  /** The days that get a draft now, the earliest first. */
  readonly days: readonly string[];
  /** How many days before them get none any more. */
  readonly missed: number;
  /** The day of the next draft; null where this was the last. */
  readonly nextOn: string | null;
}

/** Which drafts are due on a day: one for each day of the rhythm that has come, of many that were missed only the newest `MADE_UP`. */
export function draftsDue(one: Recurring, today: string): DraftsDue {
  const { every, firstOn, untilOn } = one;
  const due = repeatedDays(every, firstOn, untilOn !== null && untilOn < today ? untilOn : today).filter(
    (day) => day >= one.nextOn,
  );
  const days = due.slice(-MADE_UP);
  const next = due.length === 0 ? one.nextOn : firstDayAfter(every, firstOn, today);
  return { days, missed: due.length - days.length, nextOn: untilOn !== null && next > untilOn ? null : next };
}
