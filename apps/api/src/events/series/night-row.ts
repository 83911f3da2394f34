import { endOf } from '#libs/calendar';
import { instantOf } from '#libs/zone';
import { newId } from '../../platform/ids.ts';
import { deadlinesOf } from './deadlines.ts';
import { overriddenOf } from './series-plan.ts';
import type { SeriesRow } from './series.store.ts';

/** A new night as it is written: what all share, and what its date has of its own. */
export function nightOf(series: SeriesRow, wall: string): Record<string, unknown> {
  const times = { ...timesOf(series, wall), ...series.own_dates[wall] };
  const night = {
    ...series.template,
    status: series.is_draft ? 'draft' : 'scheduled',
    reason: null,
    ...deadlinesOf(series, times.start_local, times.zone),
    ...times,
    id: newId(),
    group_id: series.group_id,
    author_id: series.author_id,
    ical_uid: `${newId()}@folkmoot`,
    series_id: series.id,
    original_local: wall,
  };
  return { ...night, overridden: overriddenOf(night, series) };
}

/** The times of a night on its date: the length is one of the wall clock. */
function timesOf(
  series: Pick<SeriesRow, 'zone' | 'all_day' | 'minutes'>,
  wall: string,
): { start_local: string; end_local: string; zone: string; all_day: boolean; start_at: string; end_at: string } {
  const { zone, all_day, minutes } = series;
  return { zone, all_day, ...instantsOf(wall, endOf(wall, minutes), zone) };
}

/** The instants of the wall times of a night. */
export function instantsOf(
  start: string,
  end: string,
  zone: string,
): { start_local: string; end_local: string; start_at: string; end_at: string } {
  const from = instantOf(start, zone).at;
  const to = instantOf(end, zone).at;
  return {
    start_local: start,
    end_local: end,
    start_at: new Date(from).toISOString(),
    // An end in the hour that does not exist, or that comes twice, never falls before the start.
    end_at: new Date(to > from ? to : from + 60_000).toISOString(),
  };
}
