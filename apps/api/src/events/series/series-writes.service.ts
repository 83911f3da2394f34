import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { EventRecords } from '../event-records.service.ts';
import { EventsStore } from '../events.store.ts';
import { movedDeadlines } from './deadlines.ts';
import { Nights } from './nights.service.ts';
import type { Meant } from './series-changes.service.ts';
import { nightsToTell, type SeriesPlan } from './series-plan.ts';
import { SeriesRecords } from './series-records.service.ts';
import { SeriesRsvpsStore } from './series-rsvps.store.ts';
import { type Night, type SeriesRow, SeriesStore } from './series.store.ts';

const placeColumns: readonly string[] = ['place_name', 'place_address', 'online_url'];

/** Writes what a change of a series was found to mean, in the caller's transaction. */
@Injectable()
export class SeriesWrites {
  constructor(
    private readonly store: SeriesStore,
    private readonly answers: SeriesRsvpsStore,
    private readonly nights: Nights,
    private readonly records: SeriesRecords,
    private readonly events: EventRecords,
    private readonly eventsStore: EventsStore,
  ) {}

  async apply(
    tx: EntityManager,
    actor: Actor,
    of: Meant & { eventId: string | null; coverId: string | null; publish: boolean },
  ): Promise<void> {
    const { series, plan, columns } = of;
    await this.store.lockNights(
      tx,
      of.nights.map(({ id }) => id),
    );
    const target = await this.takeOver(tx, of);
    await this.store.moveNights(
      tx,
      plan.moves.map(({ night, ...move }) => ({
        ...move,
        id: night.id,
        series: target,
        deadlines: movedDeadlines(night, target, move.start),
      })),
    );
    const kept = plan.moves.map(({ night }) => night);
    for (const column of columns) await this.give(tx, of, { column, nights: kept });
    await this.endNights(tx, plan, of.reason);
    if (columns.includes('cover_id')) await this.records.cover(tx, actor, target, of.coverId);
    await this.nights.make(tx, target, plan.added);
    if (of.publish && series.is_draft && of.eventId) {
      await this.store.publish(tx, target.id);
      await this.records.published(tx, actor, target, of.eventId);
    }
    const isOn = kept.filter(({ status }) => status === 'scheduled').map(({ id }) => id);
    await this.records.changed(tx, actor, {
      series: target,
      type: of.next ? 'series.split' : 'series.changed',
      facts: {
        ...(of.eventId ? { event: of.eventId } : {}),
        nights: kept.length,
        ...(of.next ? { continues: series.id } : {}),
      },
      told: { ...nightsToTell(plan), relocated: columns.some((name) => placeColumns.includes(name)) ? isOn : [] },
      reason: of.reason,
    });
  }

  /** Ends a line: no series of it has dates from the first of these nights on. */
  async end(
    tx: EntityManager,
    actor: Actor,
    of: {
      series: SeriesRow;
      line: readonly SeriesRow[];
      nights: readonly Night[];
      cut: string;
      plan: SeriesPlan;
      reason: string;
    },
  ): Promise<void> {
    await this.store.lockNights(
      tx,
      of.nights.map(({ id }) => id),
    );
    for (const { id, ends_before } of of.line)
      await this.store.end(tx, id, ends_before !== null && ends_before < of.cut ? ends_before : of.cut);
    await this.endNights(tx, of.plan, of.reason);
    const { cancelled } = nightsToTell(of.plan);
    await this.records.changed(tx, actor, {
      series: of.series,
      type: 'series.ended',
      facts: { cancelled: of.plan.cancelled.length, removed: of.plan.removed.length },
      told: { moved: [], cancelled, relocated: [] },
      reason: of.reason,
    });
  }

  private async takeOver(tx: EntityManager, of: Meant): Promise<SeriesRow> {
    const { series, next, template, nights, minutes } = of;
    if (!next) {
      const columns = { template, minutes, ...of.deadlines, ...of.inPlace };
      await this.store.update(tx, series.id, columns);
      return { ...series, ...columns };
    }
    const target = await this.store.insert(tx, next);
    await this.store.update(tx, series.id, { ends_before: nights[0]?.original_local ?? next.start_local });
    await this.answers.handOver(tx, series.id, target.id);
    return target;
  }

  private async endNights(tx: EntityManager, plan: SeriesPlan, reason: string): Promise<void> {
    await this.store.cancelNights(
      tx,
      plan.cancelled.map(({ id }) => id),
      reason,
    );
    await this.store.removeNights(
      tx,
      plan.removed.map(({ id }) => id),
    );
  }

  /** Gives a column to the nights that have nothing of their own there. The number of places goes through the seats. */
  private async give(
    tx: EntityManager,
    of: Meant,
    { column, nights }: { column: string; nights: readonly Night[] },
  ): Promise<void> {
    const value = of.template[column] ?? null;
    const ids = nights.filter(({ overridden }) => !overridden.includes(column)).map(({ id }) => id);
    if (column !== 'capacity')
      return this.store.give(tx, ids, { column, value, renews: placeColumns.includes(column) });
    for (const id of ids.toSorted()) {
      const event = await this.eventsStore.find(tx, id);
      await this.events.capacity(tx, event!, value as number | null);
    }
  }
}
