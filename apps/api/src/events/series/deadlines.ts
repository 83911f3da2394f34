import { minutesBetween } from '#libs/calendar';
import { instantOf, msToWall, wallAt, wallToMs } from '#libs/zone';
import type { SeriesRow } from './series.store.ts';

type Moment = Date | string | null;

/** When the answers to a night open and close; null: not before, not until a certain moment. */
export interface Deadlines {
  readonly rsvp_opens_at: Moment;
  readonly rsvp_closes_at: Moment;
}

type Distances = Pick<SeriesRow, 'opens_minutes' | 'closes_minutes'>;

/** How long before its start the answers to a night open and close, in minutes of the wall clock. */
export function distancesOf(night: Deadlines & { readonly start_local: string; readonly zone: string }): Distances {
  const before = (moment: Moment): number | null =>
    moment === null ? null : minutesBetween(wallAt(new Date(moment).getTime(), night.zone), night.start_local);
  return { opens_minutes: before(night.rsvp_opens_at), closes_minutes: before(night.rsvp_closes_at) };
}

/** When the answers to a night that starts then open and close. */
export function deadlinesOf(of: Distances, start: string, zone: string): Deadlines {
  const at = (minutes: number | null): string | null =>
    minutes === null ? null : new Date(instantOf(msToWall(wallToMs(start) - minutes * 60_000), zone).at).toISOString();
  return { rsvp_opens_at: at(of.opens_minutes), rsvp_closes_at: at(of.closes_minutes) };
}

/** The distances that all nights have after one of them was given other times; those it keeps are the series' own. */
export function changedDistances(
  series: Distances,
  before: Parameters<typeof distancesOf>[0],
  now: Parameters<typeof distancesOf>[0],
): Distances {
  const [had, has] = [distancesOf(before), distancesOf(now)];
  const changed = <N extends keyof Distances>(name: N): Distances[N] =>
    had[name] === has[name] ? series[name] : has[name];
  return { opens_minutes: changed('opens_minutes'), closes_minutes: changed('closes_minutes') };
}

/** Which of its deadlines a night has of its own. */
export function ownDeadlines(
  night: Deadlines & { readonly start_local: string; readonly zone: string },
  series: Distances,
): (keyof Deadlines)[] {
  const plain = deadlinesOf(series, night.start_local, night.zone);
  const ms = (moment: Moment): number | null => (moment === null ? null : new Date(moment).getTime());
  return (['rsvp_opens_at', 'rsvp_closes_at'] as const).filter((name) => ms(night[name]) !== ms(plain[name]));
}

/** The deadlines of a night that goes to another start: its own keep their distance, the others are the series'. */
export function movedDeadlines(
  night: Deadlines & { readonly start_local: string; readonly zone: string; readonly overridden: readonly string[] },
  series: Distances & Pick<SeriesRow, 'zone'>,
  start: string,
): Deadlines {
  const own = deadlinesOf(distancesOf(night), start, series.zone);
  const plain = deadlinesOf(series, start, series.zone);
  const pick = (name: keyof Deadlines): Moment => (night.overridden.includes(name) ? own[name] : plain[name]);
  return { rsvp_opens_at: pick('rsvp_opens_at'), rsvp_closes_at: pick('rsvp_closes_at') };
}
