import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { readCalendarFile, takeCalendar, type TakenCalendar, uidsOf } from '#libs/calendar';
import { Clock } from '../../platform/clock.ts';
import type { EventRow } from '../events.store.ts';
import type { SeriesRow } from '../series/series.store.ts';
import { ImportsStore, type PlannedImport } from './imports.store.ts';
import { type PlannedSeries, SeriesImportsStore } from './series-imports.store.ts';

const HORIZON_DAYS = 366;

/** What a calendar would do, before anything is written. */
export interface Planned {
  readonly name: string | null;
  readonly taken: TakenCalendar;
  readonly events: readonly PlannedImport[];
  readonly series: readonly PlannedSeries[];
}

/** Says what a calendar would do to what stands here. Writes nothing but when something was missed first. */
@Injectable()
export class ImportPlans {
  constructor(
    private readonly clock: Clock,
    private readonly store: ImportsStore,
    private readonly seriesStore: SeriesImportsStore,
  ) {}

  async plan(
    db: EntityManager,
    of: { readonly groupId: string; readonly bytes: Uint8Array },
    fallbackZone: string,
  ): Promise<Planned> {
    const file = readCalendarFile(new TextDecoder().decode(of.bytes), { fallbackZone });
    const held = await this.seriesStore.heldUids(db, of.groupId, uidsOf(file));
    const now = await this.clock.now(db);
    const taken = takeCalendar(file, {
      fallbackZone,
      now,
      horizonDays: HORIZON_DAYS,
      isSeries: (uid) => held.has(uid),
    });
    return {
      name: file.name,
      taken,
      events: await this.store.plan(db, of.groupId, taken.events),
      series: await this.seriesStore.plan(db, of.groupId, taken.series),
    };
  }

  /** Events and series that a followed calendar no longer holds, seen missing twice. */
  async gone(
    tx: EntityManager,
    sourceId: string,
    taken: TakenCalendar,
  ): Promise<{ events: EventRow[]; series: SeriesRow[] }> {
    const uids = taken.series.map(({ event }) => event.uid);
    const events = await this.store.gone(tx, sourceId, taken.events);
    return { events, series: await this.seriesStore.gone(tx, sourceId, uids) };
  }
}
