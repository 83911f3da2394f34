import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { instantOf, wallAt } from '#libs/zone';
import type { Actor } from '../../platform/actor.ts';
import { checkedFields } from '../event-fields.ts';
import { Nights } from '../series/nights.service.ts';
import { SeriesRecords } from '../series/series-records.service.ts';
import { datesOf, rowWall } from '../series/series-schedule.ts';
import { SeriesService } from '../series/series.service.ts';
import { type SeriesRow, SeriesStore } from '../series/series.store.ts';
import { inputOf } from './content.ts';
import { type ImportInto, ImportWriter } from './import-writer.service.ts';
import { type CheckedDate, ownDatesOf, plainDate } from './series-content.ts';
import { type LoneDate, type PlannedSeries, SeriesImportsStore } from './series-imports.store.ts';

/** Makes a series of ours out of one of a calendar elsewhere, from yesterday on. */
@Injectable()
export class SeriesBeginnings {
  constructor(
    private readonly series: SeriesService,
    private readonly store: SeriesStore,
    private readonly nights: Nights,
    private readonly records: SeriesRecords,
    private readonly imports: SeriesImportsStore,
    private readonly events: ImportWriter,
  ) {}

  /** Writes it with its nights; its id. */
  async make(
    tx: EntityManager,
    actor: Actor,
    planned: PlannedSeries & { dates: ReadonlyMap<string, CheckedDate> },
    into: ImportInto,
  ): Promise<string> {
    const { content, dates } = planned;
    const input = inputOf(content, into.visibility);
    const series = await this.series.begin(tx, actor, {
      groupId: into.groupId,
      schedule: planned.series.tail,
      fields: checkedFields(input, into.isOpen),
      input,
      isDraft: false,
      ownDates: ownDatesOf(content, dates),
    });
    await this.adopt(tx, actor, { ...planned, row: series, into });
    const made = await this.nights.make(tx, series);
    const eventId = made[0]?.id ?? null;
    await this.records.made(tx, actor, { series, eventId, nights: made.length, silent: true });
    return series.id;
  }

  /** Dates of it that stand here as events by themselves become its nights, with their answers. */
  private async adopt(
    tx: EntityManager,
    actor: Actor,
    of: PlannedSeries & { row: SeriesRow; dates: ReadonlyMap<string, CheckedDate>; into: ImportInto },
  ): Promise<void> {
    const { row, content, dates, into } = of;
    const lone = await this.imports.loneDates(tx, into.groupId, of.series.event.uid);
    if (lone.length === 0) return;
    const at = (wall: string, zone: string): number => instantOf(rowWall(wall), zone).at;
    const byInstant = new Map(datesOf(row, { limit: 1000 }).map((wall) => [at(wall, row.zone), wall]));
    for (const date of lone) {
      const original = byInstant.get(at(date.recurrence_id || date.content.start, date.content.zone));
      if (original === undefined) continue;
      await this.store.moveNights(tx, [moveInto(row, date, original)]);
      await this.imports.forget(tx, into.groupId, date);
      const now = dates.get(original)?.content ?? plainDate(content, original);
      const fields = dates.get(original)?.fields ?? checkedFields(inputOf(now, into.visibility), into.isOpen);
      await this.events.change(tx, actor, { id: date.id, fields, content: now, before: date.content, into });
      await this.store.noteOverrides(tx, date.id);
    }
  }
}

/** The night that a lone date becomes; on the clock it is on, where that is its series' own. */
function moveInto(
  series: SeriesRow,
  date: LoneDate,
  original: string,
): Parameters<SeriesStore['moveNights']>[1][number] {
  const { rsvp_opens_at, rsvp_closes_at } = date;
  const isOnClock = date.zone === series.zone && date.all_day === series.all_day;
  const start = isOnClock ? date.start_local : wallAt(date.start_at.getTime(), series.zone);
  const end = isOnClock ? date.end_local : wallAt(date.end_at.getTime(), series.zone);
  return { id: date.id, series, original, start, end, moved: false, deadlines: { rsvp_opens_at, rsvp_closes_at } };
}
