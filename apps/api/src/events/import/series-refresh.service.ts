import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { feedMode, minutesBetween, nextDate, type Schedule, splitSchedule } from '#libs/calendar';
import { wallAt } from '#libs/zone';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { newId } from '../../platform/ids.ts';
import { type CheckedFields, checkedFields } from '../event-fields.ts';
import type { Meant } from '../series/series-changes.service.ts';
import { planOfChange } from '../series/series-plan.ts';
import { columnsOf, datesOf } from '../series/series-schedule.ts';
import { type Night, type SeriesRow, SeriesStore, type Template } from '../series/series.store.ts';
import { SeriesWrites } from '../series/series-writes.service.ts';
import { changedThere, inputOf } from './content.ts';
import { reasons } from './import-words.ts';
import { type ImportInto, ImportWriter } from './import-writer.service.ts';
import { type CheckedDate, isOtherwise, ownDatesOf, plainDate, scheduleIn } from './series-content.ts';
import type { HeldSeries, PlannedSeries } from './series-imports.store.ts';

type Change = PlannedSeries & {
  held: HeldSeries;
  living: SeriesRow;
  dates: ReadonlyMap<string, CheckedDate>;
  into: ImportInto;
};

/** Lays over a series what has changed in the calendar it came from; answers stay with their nights, and what a host changed here stays. */
@Injectable()
export class SeriesRefresh {
  constructor(
    private readonly clock: Clock,
    private readonly store: SeriesStore,
    private readonly writes: SeriesWrites,
    private readonly events: ImportWriter,
  ) {}

  async change(tx: EntityManager, actor: Actor, of: Change): Promise<void> {
    const { living, content, held } = of;
    const fields = checkedFields(inputOf(content, of.into.visibility), of.into.isOpen);
    const nights = await this.store.nightsFrom(tx, living.id, '');
    const own_dates = ownDatesOf(content, of.dates);
    const template = templateNow(of, fields);
    const columns = Object.keys(template).filter((name) => template[name] !== living.template[name]);
    const now = await this.clock.now(tx);
    const next = isOtherwise(content, held.content) ? nextOf(of, fields, now) : { ...living };
    if (columns.length === 0 && next.id === living.id && !isOtherwise(content, held.content)) {
      await this.store.update(tx, living.id, { own_dates });
      return this.nightsOwn(tx, actor, of, new Map(nights.map((night) => [night, night.original_local])));
    }
    const meant = meaningOf(of, { nights, columns, now, next: { ...next, template, own_dates } });
    await this.writes.apply(tx, actor, { ...meant, eventId: nights[0]?.id ?? null, coverId: null, publish: false });
    return this.nightsOwn(tx, actor, of, new Map(meant.plan.moves.map(({ night, original }) => [night, original])));
  }

  /**
   * A series of its own for what goes on from one of the dates of another: its nights from there on, with their ids and answers, and those who come to every
   * night. The other one is left as it is; where it ends is read from its own entry.
   */
  async branch(tx: EntityManager, actor: Actor, of: Change, cut: string): Promise<string> {
    const { living, content, series } = of;
    const fields = checkedFields(inputOf(content, of.into.visibility), of.into.isOpen);
    const nights = await this.store.nightsFrom(tx, living.id, cut);
    const template = templateNow(of, fields);
    const columns = Object.keys(template).filter((name) => template[name] !== living.template[name]);
    const id = newId();
    const own_dates = ownDatesOf(content, of.dates);
    const next = { ...livingFrom(living, fields, series.tail), id, line_id: id, continues: null, template, own_dates };
    const meant = meaningOf(of, { nights, columns, now: await this.clock.now(tx), next });
    await this.writes.apply(tx, actor, { ...meant, eventId: nights[0]?.id ?? null, coverId: null, publish: false });
    await this.store.update(tx, living.id, { ends_before: living.ends_before });
    await this.nightsOwn(tx, actor, of, new Map(meant.plan.moves.map(({ night, original }) => [night, original])));
    return id;
  }

  /** What single nights have of their own there now, or had before. Nights by the date they are of from now on. */
  private async nightsOwn(
    tx: EntityManager,
    actor: Actor,
    { content, held, dates, into }: Change,
    nights: ReadonlyMap<Night, string>,
  ): Promise<void> {
    for (const [night, original] of nights) {
      const before = held.content.overrides[night.original_local];
      const now = dates.get(original);
      if (!before && !now) continue;
      const plain = plainDate(content, original);
      const fields = now?.fields ?? checkedFields(inputOf(plain, into.visibility), into.isOpen);
      await this.events.change(tx, actor, {
        id: night.id,
        fields,
        content: now?.content ?? plain,
        before: before ?? plain,
        into,
      });
    }
  }
}

/** What all nights share, with what has changed there. */
function templateNow({ living, content, held }: Change, fields: CheckedFields): Template {
  const { title, body, body_html, place_name } = changedThere(fields, content, held.content);
  const shared = { title, body, body_html, place_name };
  return {
    ...living.template,
    ...Object.fromEntries(Object.entries(shared).filter(([, value]) => value !== undefined)),
  } as Template;
}

/**
 * The series as its dates are now there: itself where it goes on in the same rhythm, with other exclusions or another end; else one that takes over
 * from now on. Where the rule has no date any more it ends.
 */
function nextOf({ living, content }: Change, fields: CheckedFields, now: Date): SeriesRow {
  const whole = scheduleIn(content);
  const { zone, all_day } = fields;
  const plain = { ...living, ...clocksOf(fields) };
  const short = (wall: string): string => (all_day ? wall.slice(0, 10) : wall);
  const same = splitSchedule(whole, short(living.start_local)).after;
  const wall = wallAt(now.getTime(), zone);
  const tail = splitSchedule(whole, all_day ? nextDate(wall.slice(0, 10)) : wall).after;
  const inPlace = same ? { ...plain, ...columnsOf(same) } : null;
  if (inPlace && isSameRhythm(inPlace, living)) return inPlace;
  if (!tail) return { ...plain, ...columnsOf(same ?? { ...whole, exdates: [] }) };
  return { ...livingFrom(living, fields, tail), id: newId(), continues: living.id };
}

const clocksOf = ({
  zone,
  all_day,
  start_local,
  end_local,
}: CheckedFields): Pick<SeriesRow, 'zone' | 'all_day' | 'minutes'> => ({
  zone,
  all_day,
  minutes: minutesBetween(start_local, end_local),
});

/** A series as it goes on under another schedule, with a calendar entry of its own. */
const livingFrom = (living: SeriesRow, fields: CheckedFields, tail: Schedule): SeriesRow => ({
  ...living,
  ...clocksOf(fields),
  ...columnsOf(tail),
  generated_until: null,
  sequence: 0,
  feed_mode: feedMode(tail),
  ical_uid: `${newId()}@folkmoot`,
});

function isSameRhythm(next: SeriesRow, old: SeriesRow): boolean {
  const key = ({ start_local, zone, all_day, rule }: SeriesRow): string =>
    JSON.stringify([start_local, zone, all_day, rule?.replace(/;(COUNT|UNTIL)=[^;]*/, '')]);
  return key(next) === key(old);
}

function meaningOf(
  { living, into }: Change,
  of: { nights: readonly Night[]; columns: readonly string[]; now: Date; next: SeriesRow },
): Meant {
  const { nights, columns, now, next } = of;
  const isNew = next.id !== living.id;
  const plan = planOfChange({ old: living, next, nights, now });
  const { template, minutes, rule, rdates, exdates, own_dates } = next;
  return {
    series: living,
    next: isNew ? next : null,
    template,
    minutes,
    deadlines: { opens_minutes: living.opens_minutes, closes_minutes: living.closes_minutes },
    columns,
    nights,
    plan: isNew ? plan : { ...plan, added: [...new Set([...plan.added, ...again(living, of)])] },
    reason: reasons.changed.in(into.locale),
    inPlace: { rule, rdates, exdates, own_dates },
  };
}

/** Dates that the series has again, or more than before, up to where its nights have been made. */
function again(
  old: SeriesRow,
  { next, now, nights }: { next: SeriesRow; now: Date; nights: readonly Night[] },
): string[] {
  if (old.generated_until === null) return [];
  const from = wallAt(now.getTime(), next.zone);
  const had = new Set([...datesOf(old, { from, limit: 1000 }), ...nights.map(({ original_local }) => original_local)]);
  return datesOf(next, { from, limit: 1000 }).filter((wall) => wall <= old.generated_until! && !had.has(wall));
}
