import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ImportFault } from '#libs/calendar';
import { wallAt } from '#libs/zone';
import type { Actor } from '../../platform/actor.ts';
import { Clock } from '../../platform/clock.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { endOfNights } from '../series/series-plan.ts';
import { rowWall } from '../series/series-schedule.ts';
import { type SeriesRow, SeriesStore } from '../series/series.store.ts';
import { SeriesWrites } from '../series/series-writes.service.ts';
import { reasons } from './import-words.ts';
import type { ImportInto } from './import-writer.service.ts';
import { SeriesBeginnings } from './series-beginnings.service.ts';
import { checkedDates, type CheckedDate } from './series-content.ts';
import { type HeldSeries, type PlannedSeries, SeriesImportsStore } from './series-imports.store.ts';
import { SeriesRefresh } from './series-refresh.service.ts';

/** Takes series in: as series of ours with their moved and cancelled nights, and later what has changed there. */
@Injectable()
export class SeriesImport {
  constructor(
    private readonly clock: Clock,
    private readonly store: SeriesStore,
    private readonly writes: SeriesWrites,
    private readonly beginnings: SeriesBeginnings,
    private readonly refresh: SeriesRefresh,
    private readonly imports: SeriesImportsStore,
  ) {}

  /** Takes one series; what of it could not be taken, in words. */
  async take(tx: EntityManager, actor: Actor, planned: PlannedSeries, into: ImportInto): Promise<ImportFault[]> {
    if (planned.what === 'same' && !into.sourceId) return [];
    const { title } = planned.content;
    try {
      const { dates, faults } = checkedDates(planned.content, into);
      const lineId = await this.write(tx, actor, { ...planned, dates }, into);
      if (lineId) await this.imports.remember(tx, { ...into, lineId, planned });
      return faults.map((words) => ({ event: title, reason: words.in(actor.locale) }));
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      return [{ event: title, reason: error.words.in(actor.locale) }];
    }
  }

  /** Ends what a followed calendar no longer holds. */
  async callOff(tx: EntityManager, actor: Actor, gone: readonly SeriesRow[], reason: string): Promise<void> {
    for (const { line_id } of gone) {
      const line = await this.store.holdLine(tx, line_id);
      const living = line.find(({ ends_before }) => ends_before === null);
      if (!living) continue;
      const nights = (await Promise.all(line.map(({ id }) => this.store.nightsFrom(tx, id, '')))).flat();
      const plan = { moves: [], added: [], ...endOfNights(nights) };
      const first = nights.map(({ original_local }) => original_local).sort()[0];
      const cut = first ?? wallAt((await this.clock.now(tx)).getTime(), living.zone);
      await this.writes.end(tx, actor, { series: living, line, nights, cut, plan, reason });
    }
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    planned: PlannedSeries & { dates: ReadonlyMap<string, CheckedDate> },
    into: ImportInto,
  ): Promise<string | null> {
    const { what, held, content } = planned;
    if (what === 'same') return held?.series_id ?? null; // ours already: its own export came back
    const living = held ? await this.living(tx, held) : null;
    if (!held || (!living && held.content.cancelled))
      return content.cancelled ? null : this.begun(tx, actor, planned, into);
    if (!living) return held.series_id; // ended here by a host: it stays so
    if (!content.cancelled) await this.refresh.change(tx, actor, { ...planned, held, living, into });
    else await this.callOff(tx, actor, [living], reasons.calledOff.in(into.locale));
    return held.series_id;
  }

  /** A new series; where it is one that stands here from one of its dates on, with the nights and answers that stand there. */
  private async begun(
    tx: EntityManager,
    actor: Actor,
    planned: PlannedSeries & { dates: ReadonlyMap<string, CheckedDate> },
    into: ImportInto,
  ): Promise<string> {
    const { uid } = planned.series.event;
    const held = await this.imports.partBefore(tx, into.groupId, uid);
    const living = held ? await this.living(tx, held) : null;
    if (!held || !living) return this.beginnings.make(tx, actor, planned, into);
    const cut = rowWall(uid.slice(uid.lastIndexOf('#') + 1));
    return this.refresh.branch(tx, actor, { ...planned, held, living, into }, cut);
  }

  private async living(tx: EntityManager, { series_id }: HeldSeries): Promise<SeriesRow | null> {
    const line = await this.store.holdLine(tx, series_id);
    return line.find(({ ends_before }) => ends_before === null) ?? null;
  }
}
