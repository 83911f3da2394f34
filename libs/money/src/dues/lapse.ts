import { contributionDue, type ContributionFacts } from '../contribution-state.ts';
import { dayAfter, monthsAfter } from './periods.ts';

/** What a rulebook says about dues that are not paid. */
export interface LapseRule {
  /** Months from the due day to the day on which a membership lapses; with 0 it never does. */
  readonly months: number;
  readonly graceDays: number;
}

interface DatedMinor {
  readonly on: string;
  readonly minor: bigint;
}

/** Dues of one period as the roll looks at them; days as `YYYY-MM-DD` in the group's zone. */
export interface DuesHistory {
  readonly id: string;
  readonly pledged: bigint;
  readonly dueOn: string;
  readonly closed: ContributionFacts['closed'];
  readonly closedOn: string | null;
  /** What came and what went back, by value date. */
  readonly receipts: readonly DatedMinor[];
  readonly refunds: readonly DatedMinor[];
  /** The rule in force when they were asked for. */
  readonly rule: LapseRule;
  /** The day of the first warning about them. */
  readonly warnedOn: string | null;
  /** The day on which a removal of their member was taken back: the warnings begin anew with it. */
  readonly backOn: string | null;
}

/** On which day a membership lapses, and for want of which dues. */
export interface Lapse {
  readonly on: string;
  readonly duesId: string;
}

/** How many days before a membership lapses its member is warned. */
export const lapseWarnings = [30, 14, 3] as const;
export type LapseWarning = (typeof lapseWarnings)[number];

/** Nobody lapses sooner after the first warning, whatever was late: the server, the statement or the rule. */
const NOTICE_DAYS = 14;
/** So long after a lapse the membership comes back by itself once the dues are settled. */
export const SETTLE_DAYS = 90;

/**
 * The day on which dues that stay unpaid make a membership lapse under one rule, null where it says never: so many months after the due day, on the last
 * of a month that is shorter, and never before the days of grace are over.
 */
export function lapseDay(dueOn: string, { months, graceDays }: LapseRule): string | null {
  if (months === 0) return null;
  return later(monthsAfter(dueOn, months), dayAfter(dueOn, graceDays + 1));
}

/**
 * When a membership lapses if nothing more comes, null where it does not. A rule counts for what was asked for under it: one that has become stricter
 * since is not looked at, one that has become milder is. Who is back after a removal that was taken back hears all warnings first. `today` is the last day whose hour of looking has passed.
 */
export function lapseOf(dues: readonly DuesHistory[], now: LapseRule, today: string): Lapse | null {
  const found = dues.flatMap((one): Lapse[] => {
    if (one.dueOn >= today || owedOf(one) <= 0n) return [];
    const [then, since] = [lapseDay(one.dueOn, one.rule), lapseDay(one.dueOn, now)];
    if (then === null || since === null) return [];
    const warned = dayAfter(one.warnedOn ?? today, NOTICE_DAYS);
    const back = one.backOn === null ? warned : dayAfter(one.backOn, lapseWarnings[0] + 1);
    return [{ on: later(later(then, since), later(warned, back)), duesId: one.id }];
  });
  return found.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0] ?? null;
}

/** Which warning is to be sent today, given those that were sent about this day and these dues: the nearest, once. */
export function warningDue(lapsesOn: string, today: string, sent: readonly number[]): LapseWarning | null {
  const ahead = daysBetween(today, lapsesOn);
  const stage = ahead > 0 ? lapseWarnings.findLast((days) => days >= ahead) : undefined;
  return stage === undefined || sent.some((days) => days <= stage) ? null : stage;
}

/** Whether what is known today shows that a membership should not have lapsed: by what had come, or was waived, before that day. */
export function lapsedWrongly(dues: readonly DuesHistory[], now: LapseRule, lapsedOn: string): boolean {
  const known = dues.map((one) => (one.closedOn === null || one.closedOn < lapsedOn ? one : { ...one, closed: null }));
  const until = (all: readonly DatedMinor[]): DatedMinor[] => all.filter(({ on }) => on < lapsedOn);
  const before = known.map((one) => ({ ...one, receipts: until(one.receipts), refunds: until(one.refunds) }));
  const lapse = lapseOf(before, now, lapsedOn);
  return lapse === null || lapse.on > lapsedOn;
}

/** Whether nothing of these dues is owed any more. */
export function duesSettled(dues: readonly DuesHistory[]): boolean {
  return dues.every((one) => owedOf(one) <= 0n);
}

/** The last day on which settling brings a lapsed membership back. */
export function lastDayToSettle(lapsedOn: string): string {
  return dayAfter(lapsedOn, SETTLE_DAYS);
}

/** What is owed of these dues, whenever it came. */
export function owedOf(one: DuesHistory): bigint {
  const [received, back] = [one.receipts, one.refunds].map((all) => all.reduce((sum, { minor }) => sum + minor, 0n));
  // By value dates money may have gone back before it came.
  const refunded = back! < received! ? back! : received!;
  return contributionDue({ ...one, received: received!, refunded });
}

const later = (a: string, b: string): string => (a > b ? a : b);

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}
