import { endOf, minutesBetween, moveDates } from '#libs/calendar';
import { msToWall, wallAt, wallToMs } from '#libs/zone';
import { ownDeadlines } from './deadlines.ts';
import type { NightChange } from './series.graphql.ts';
import { datesOf, nightsDue } from './series-schedule.ts';
import type { Night, SeriesRow } from './series.store.ts';

/** Where a night goes. `moved`: its time is another, which people have to hear of. */
export interface NightMove {
  readonly night: Night;
  readonly original: string;
  readonly start: string;
  readonly end: string;
  readonly moved: boolean;
}

/** All that a change does to nights; nothing is done that does not stand here. */
export interface SeriesPlan {
  readonly moves: readonly NightMove[];
  readonly cancelled: readonly Night[];
  readonly removed: readonly Night[];
  readonly added: readonly string[];
}

/** The word for a night whose own time was chosen, among what is overridden. */
export const OWN_TIME = 'time';
const DAY_MS = 86_400_000;
const LONGEST_PERIOD_DAYS = { Y: 366, M: 31, W: 7, D: 1 } as const;

/** What becomes of the nights of `old` when `next` takes over: each date goes to the new one of the same day, week, month or year (events.md 4). */
export function planOfChange(of: { old: SeriesRow; next: SeriesRow; nights: readonly Night[]; now: Date }): SeriesPlan {
  const { old, next, nights, now } = of;
  const originals = nights.map(({ original_local }) => original_local);
  const sameDates = isSameSchedule(old, next);
  const wanted = sameDates ? originals : datesWanted(next, originals, now);
  const toByFrom = new Map(moveDates(originals, wanted, next.rule).moved.map(({ from, to }) => [from, to]));
  const moves = nights.flatMap((night): NightMove[] => {
    const original = toByFrom.get(night.original_local);
    if (original === undefined) return [];
    const keepsTime = night.overridden.includes(OWN_TIME);
    const start = keepsTime ? night.start_local : original;
    const end = keepsTime ? night.end_local : endOf(original, next.minutes);
    const isElsewhere = next.zone !== old.zone || next.all_day !== old.all_day;
    const moved = isElsewhere || start !== night.start_local || end !== night.end_local;
    return [{ night, original, start, end, moved }];
  });
  const taken = new Set(toByFrom.values());
  const gone = nights.filter(({ original_local }) => !toByFrom.has(original_local));
  return { moves, ...endOfNights(gone), added: nightsDue(next, now).filter((wall) => !taken.has(wall)) };
}

/** Nights that end: where something hangs on them they stay, cancelled; the others vanish. */
export function endOfNights(nights: readonly Night[]): Pick<SeriesPlan, 'cancelled' | 'removed'> {
  return { cancelled: nights.filter(({ attached }) => attached), removed: nights.filter(({ attached }) => !attached) };
}

/** The plan as the screen shows it, by date. */
export function nightChanges(plan: SeriesPlan): NightChange[] {
  const told = (night: Night): Pick<NightChange, 'eventId' | 'from' | 'people'> => ({
    eventId: night.id,
    from: night.start_local,
    people: night.people,
  });
  return [
    ...plan.moves.map(({ night, start, moved }) => ({
      ...told(night),
      to: start,
      what: moved && night.status !== 'cancelled' ? ('moved' as const) : ('kept' as const),
    })),
    ...plan.cancelled
      .filter(({ status }) => status !== 'cancelled')
      .map((night) => ({ ...told(night), to: null, what: 'cancelled' as const })),
    ...plan.removed.map((night) => ({ ...told(night), to: null, what: 'removed' as const })),
    ...plan.added.map((wall) => ({ eventId: null, from: null, to: wall, what: 'added' as const, people: 0 })),
  ].sort((a, b) => ((a.from ?? a.to!) < (b.from ?? b.to!) ? -1 : 1));
}

/** The nights whose people have to be told, a cancelled one only if it was on. */
export const nightsToTell = (plan: SeriesPlan): { moved: string[]; cancelled: string[] } => ({
  moved: plan.moves.filter(({ moved, night }) => moved && night.status === 'scheduled').map(({ night }) => night.id),
  cancelled: plan.cancelled
    .filter(({ status }) => status === 'scheduled' || status === 'postponed')
    .map(({ id }) => id),
});

function isSameSchedule(old: SeriesRow, next: SeriesRow): boolean {
  const key = ({ zone, all_day, minutes }: SeriesRow): string => JSON.stringify([zone, all_day, minutes]);
  if (key(old) !== key(next)) return false;
  const window = { from: next.start_local, limit: 60 };
  return datesOf({ ...old, ends_before: null }, window).join() === datesOf(next, window).join();
}

/** The dates of the new rule that old nights may go to: still to come, and as far as the period of the last of them. */
function datesWanted(next: SeriesRow, originals: readonly string[], now: Date): string[] {
  const last = originals.at(-1);
  if (last === undefined) return [];
  const freq = (/^FREQ=(.)/.exec(next.rule ?? '')?.[1] ?? 'D') as keyof typeof LONGEST_PERIOD_DAYS;
  const to = msToWall(wallToMs(last) + (LONGEST_PERIOD_DAYS[freq] + 1) * DAY_MS);
  const soonest = wallAt(now.getTime(), next.zone);
  return datesOf(next, { from: next.start_local, to, limit: 1000 }).filter((wall) => wall > soonest);
}

/** What a night has of its own, beside what its series gives to all: names of columns, and `time`. */
export function overriddenOf(event: Readonly<Record<string, unknown>>, series: SeriesRow): string[] {
  const original = String(event['original_local']);
  const isOwnTime =
    event['start_local'] !== original ||
    minutesBetween(original, String(event['end_local'])) !== series.minutes ||
    event['zone'] !== series.zone ||
    event['all_day'] !== series.all_day;
  const columns = Object.entries(series.template).filter(([name, value]) => !isSame(event[name], value));
  const deadlines = ownDeadlines(event as unknown as Parameters<typeof ownDeadlines>[0], series);
  return [...(isOwnTime ? [OWN_TIME] : []), ...columns.map(([name]) => name), ...deadlines].sort();
}

/** Whether a column holds what a template gives; the database writes large numbers as text, and keys in an order of its own. */
export const isSame = (held: unknown, given: unknown): boolean => plain(held) === plain(given);

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return JSON.stringify(Array.isArray(value) ? value : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
