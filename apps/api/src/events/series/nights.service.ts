import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../platform/clock.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { Jobs } from '../../platform/jobs/jobs.ts';
import { copySharedTasks } from '../tasks/shared-tasks.ts';
import { SeriesRecords } from './series-records.service.ts';
import { SeriesSeats } from './series-seats.service.ts';
import { nightsDue } from './series-schedule.ts';
import { type SeriesRow, SeriesStore } from './series.store.ts';

/** Makes the nights of series: at saving, and by the clock as time goes on. Doing it twice changes nothing. */
@Injectable()
export class Nights implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly store: SeriesStore,
    private readonly seats: SeriesSeats,
    private readonly records: SeriesRecords,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.every('series.nights', '17 3 * * *', async () => void (await this.makeAllDue()));
  }

  /** Makes what is due of every series that goes on, each in a transaction of its own. Returns how many nights it made. */
  async makeAllDue(): Promise<number> {
    const going = await rows<{ id: string }>(
      this.database.reads,
      `SELECT id FROM series WHERE (ends_before IS NULL OR generated_until IS NULL OR generated_until < ends_before) ORDER BY id`,
    );
    let made = 0;
    for (const { id } of going) made += await this.makeDue(id);
    return made;
  }

  private async makeDue(id: string): Promise<number> {
    return this.database.transaction(async (tx) => {
      const series = await this.store.hold(tx, id);
      const made = await this.make(tx, series);
      if (made.length === 0) return 0;
      await this.records.extended(tx, series);
      return made.length;
    });
  }

  /** Makes what is due of a series held by the caller, and these dates of it besides, and seats those who come to all of it. The new nights, by their ids. */
  async make(
    tx: EntityManager,
    series: SeriesRow,
    added: readonly string[] = [],
  ): Promise<{ id: string; original_local: string }[]> {
    const due = new Set([...nightsDue(series, await this.clock.now(tx)), ...added]);
    const made = await this.store.makeNights(tx, series, [...due].sort());
    await copySharedTasks(
      tx,
      series.line_id,
      made.map(({ id }) => id),
    );
    await this.seats.seed(
      tx,
      series,
      made
        .filter(({ original_local }) => series.own_dates[original_local]?.['status'] !== 'cancelled')
        .map(({ id }) => id),
    );
    return made;
  }
}
