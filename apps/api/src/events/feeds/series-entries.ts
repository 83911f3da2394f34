import { type CalendarEvent, type ChangedDate, endOf, type Schedule, seriesEntries } from '#libs/calendar';
import { datesOf, livingHalf } from '../series/series-schedule.ts';
import { type EntryLook, entryOf } from './feed-entries.ts';
import type { FeedRow } from './feeds.store.ts';
import type { FeedNight, FeedSeries } from './series-feed.store.ts';

/** A series taken apart for its feed: the rule, the dates that are not of it, and the nights that have something of their own. */
export interface SeriesParts {
  readonly series: FeedSeries;
  readonly rule: Schedule;
  /** Original starts of nights that were deleted or that the public may not see. */
  readonly out: readonly string[];
  readonly own: readonly FeedNight[];
}

/** What a series is in a feed (events.md 17); null where it has no date left. */
export function partsOf(series: FeedSeries): SeriesParts | null {
  const rule = livingHalf(series);
  if (!rule || rule.rule === null) return null;
  const held = new Set(series.nights.map(({ original }) => original));
  const made = series.generated_until === null ? [] : datesOf(series, { limit: 1000 });
  const deleted = made.filter((wall) => wall <= series.generated_until! && !held.has(wall));
  const nights = series.nights.filter(({ original }) => series.ends_before === null || original < series.ends_before);
  const hidden = nights.filter(({ isShown }) => !isShown).map(({ original }) => original);
  const own = nights.filter(({ isShown, isOwn, isCancelled }) => isShown && (isOwn || isCancelled));
  return { series, rule, out: [...deleted, ...hidden], own };
}

/** The entries of a series: the master, its overrides, and under its own id a night of another kind of time. `byId` holds the words of the nights. */
export function entriesOfSeries(
  { series, rule, out, own }: SeriesParts,
  byId: ReadonlyMap<string, FeedRow>,
  { look, today }: { look: EntryLook; today: Date },
): CalendarEvent[] {
  const short = (wall: string): string => (series.all_day ? wall.slice(0, 10) : wall);
  const master = { ...entryOf(masterRow(series, rule), look), rule: rule.rule!, exdates: rule.exdates ?? [] };
  const apart: CalendarEvent[] = [];
  const changed = own.flatMap(({ id, original, allDay }): ChangedDate[] => {
    const row = byId.get(id);
    if (!row) return [];
    const entry = entryOf(row, look);
    if (allDay !== series.all_day) apart.push(entry);
    return [{ original: short(original), event: allDay === series.all_day ? entry : null }];
  });
  const gone = out.map((original): ChangedDate => ({ original: short(original), event: null }));
  return [...seriesEntries(master, [...gone, ...changed], today), ...apart];
}

/** What all nights share, as if it were a night: as the public may read it. */
function masterRow(series: FeedSeries, rule: Schedule): FeedRow {
  const text = (name: string): string => String(series.template[name] ?? '');
  const place = [text('place_name'), series.sees_place ? text('place_address') : '', text('locality')];
  const start = rule.start.length === 10 ? `${rule.start}T00:00:00` : rule.start;
  return {
    id: series.nights[0]!.id,
    zone: series.zone,
    start_local: start,
    end_local: endOf(start, series.minutes),
    all_day: series.all_day,
    title: text('title'),
    summary: text('summary'),
    body: text('body'),
    place: place.filter(Boolean).join(', '),
    online_url: series.sees_place ? text('online_url') || null : null,
    tags: [...((series.template['tags'] ?? []) as readonly string[])],
    visibility: 'public',
    link_key: null,
    status: 'scheduled',
    reason: null,
    ical_uid: series.ical_uid,
    sequence: series.sequence,
    updated_at: series.updated_at,
    published_at: null,
    poster_seed: text('poster_seed'),
    group_name: '',
    group_handle: '',
    language: text('language'),
    my_status: null,
  };
}
