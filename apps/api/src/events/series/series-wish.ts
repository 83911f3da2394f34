import { minutesBetween, type Schedule, splitSchedule } from '#libs/calendar';
import { msToWall, wallToMs } from '#libs/zone';
import { BadInput } from '../../platform/graphql/errors.ts';
import { say } from '../../platform/words/words.ts';
import type { CheckedFields } from '../event-fields.ts';
import type { EventRow } from '../events.store.ts';
import type { ChangeSeriesInput } from './series.graphql.ts';
import { isSame } from './series-plan.ts';
import { datesOf, repeatsFrom, scheduleOf } from './series-schedule.ts';
import { checkedSchedule, sharedOf } from './series.service.ts';
import type { Night, SeriesRow, Template } from './series.store.ts';

const DAY_MS = 86_400_000;

/** What all nights are to share: the series' own, with what was changed on the night from which it was asked. */
export function changedTemplate(
  event: EventRow,
  series: SeriesRow,
  { fields, input }: { fields: CheckedFields; input: ChangeSeriesInput },
): Template {
  const { posterSeed, color, coverId } = input.fields;
  const typed: Template = {
    ...sharedOf(fields),
    cover_id: coverId ?? null,
    ...(posterSeed == null ? {} : { poster_seed: posterSeed }),
    ...(/^#[0-9a-f]{6}$/i.test(color ?? '') ? { color: color!.toLowerCase() } : {}),
  };
  const held = event as unknown as Readonly<Record<string, unknown>>;
  const changed = Object.entries(typed).filter(([name, value]) => !isSame(held[name], value));
  return { ...series.template, ...Object.fromEntries(changed) };
}

/** Refuses a number of places below those that a night has given away. */
export function refuseFewerPlaces(template: Template, columns: readonly string[], nights: readonly Night[]): void {
  const capacity = template['capacity'];
  if (!columns.includes('capacity') || typeof capacity !== 'number') return;
  const full = nights.find((night) => night.seats_held > capacity && !night.overridden.includes('capacity'));
  if (full)
    throw new BadInput(
      'capacity',
      say`On ${full.start_local.slice(0, 10)} ${full.seats_held} places are taken already; fewer would turn people away. Set ${full.seats_held} or more, or change the dates one by one.`,
    );
}

/**
 * The schedule that was asked for, from the first night concerned on. Where the times of the night at hand were left alone they are those of the series,
 * whatever that night has of its own. For all nights, what was chosen for the one is carried back to the first by as many days.
 */
export function wishedSchedule(of: {
  event: EventRow;
  series: SeriesRow;
  fields: CheckedFields;
  input: ChangeSeriesInput;
  from: string;
}): { schedule: Schedule; minutes: number; isNew: boolean } {
  const { event, series, fields, input, from } = of;
  const original = event.original_local!;
  const sameStart =
    fields.start_local === event.start_local && fields.zone === event.zone && fields.all_day === event.all_day;
  const sameLength =
    minutesBetween(fields.start_local, fields.end_local) === minutesBetween(event.start_local, event.end_local);
  const minutes = sameLength ? series.minutes : minutesBetween(fields.start_local, fields.end_local);
  const anchor = sameStart ? { ...fields, start_local: original } : fields;
  const wished = checkedSchedule(input.repeats, anchor);
  const held = checkedSchedule(repeatsFrom(series, original), { ...series, start_local: original });
  const sameRule = wished.rule === held.rule && String(wished.rdates ?? []) === String(held.rdates ?? []);
  if (sameStart && sameRule) {
    const tail = splitSchedule(scheduleOf(series), series.all_day ? from.slice(0, 10) : from).after;
    const isFirst = input.scope === 'all';
    return { schedule: isFirst || !tail ? scheduleOf(series) : tail, minutes, isNew: false };
  }
  return { schedule: from === original ? wished : carriedBack(of, wished, anchor), minutes, isNew: true };
}

function carriedBack(
  of: { series: SeriesRow; event: EventRow; input: ChangeSeriesInput; from: string },
  wished: Schedule,
  anchor: Pick<CheckedFields, 'start_local' | 'zone' | 'all_day'>,
): Schedule {
  const { series, from, input } = of;
  const original = of.event.original_local!;
  const earlier = datesOf(series, { from, to: original, limit: 1000 });
  const days = Math.round(
    (wallToMs(`${anchor.start_local.slice(0, 10)}T00:00:00`) - wallToMs(`${original.slice(0, 10)}T00:00:00`)) / DAY_MS,
  );
  const start = `${msToWall(wallToMs(from) + days * DAY_MS).slice(0, 10)}${anchor.start_local.slice(10)}`;
  const repeats = {
    ...input.repeats,
    ...(input.repeats.count ? { count: input.repeats.count + earlier.length } : {}),
    ...(input.repeats.rule ? { rule: countedFrom(input.repeats.rule, earlier.length) } : {}),
    ...(wished.rule === null
      ? {
          dates: [
            ...earlier.map((wall) => wall.slice(0, 10)),
            ...(wished.rdates ?? []).map((wall) => wall.slice(0, 10)),
            wished.start.slice(0, 10),
          ],
        }
      : {}),
  };
  return checkedSchedule(repeats, { ...anchor, start_local: firstOf(wished, start) });
}

/** A rule that counts its dates, with so many more before them. */
const countedFrom = (rule: string, earlier: number): string =>
  rule.replace(/COUNT=(\d+)/, (_, count: string) => `COUNT=${Number(count) + earlier}`);

/** The first date of a rule on or after a day, its weekdays and months as they are; the day itself where dates are given one by one. */
function firstOf(wished: Schedule, start: string): string {
  if (wished.rule === null) return start;
  const {
    COUNT: _,
    UNTIL: __,
    ...parts
  } = Object.fromEntries(wished.rule.split(';').map((part) => part.split('='))) as Record<string, string>;
  const rule = Object.entries(parts)
    .map(([name, value]) => `${name}=${value}`)
    .join(';');
  const found = datesOf(
    {
      start_local: start,
      zone: wished.zone ?? 'UTC',
      all_day: wished.zone === null,
      rule,
      rdates: [],
      exdates: [],
      ends_before: null,
    },
    { limit: 1 },
  );
  return found[0] ?? start;
}
