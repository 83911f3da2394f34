import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { EventsStore } from '../events.store.ts';
import { SeriesStore } from '../series/series.store.ts';
import { giveTasks, laterNights } from './shared-tasks.ts';
import type { checkedTask } from './task-fields.ts';
import { type TaskRow, TasksStore } from './tasks.store.ts';

/** Tasks that later nights of a series have too. */
@Injectable()
export class SeriesTasks {
  constructor(
    private readonly events: EventsStore,
    private readonly series: SeriesStore,
    private readonly store: TasksStore,
  ) {}

  /** The later nights of an event's line under their locks: the line first, then it and its nights in the order of their ids. */
  async hold(tx: EntityManager, actor: Actor, eventId: string): Promise<string[]> {
    if (!(await this.events.mayRead(tx, actor, eventId))) throw new NotFound();
    const seriesId = await this.series.seriesOf(tx, eventId);
    if (seriesId === null) return [];
    await this.series.hold(tx, seriesId);
    const nights = await laterNights(tx, eventId);
    await this.series.lockNights(tx, [eventId, ...nights]);
    return nights;
  }

  async holdOfTask(tx: EntityManager, actor: Actor, taskId: string): Promise<string[]> {
    const task = await this.store.find(tx, taskId);
    if (!task) throw new NotFound();
    return this.hold(tx, actor, task.event_id);
  }

  /**
   * Makes the same task of later nights what this one is now; those that lack it get it. Where people have taken it, it wants at least as many,
   * and stays of its kind.
   */
  async spread(
    tx: EntityManager,
    of: { task: TaskRow; fields: ReturnType<typeof checkedTask>; nights: readonly string[] },
  ): Promise<void> {
    const { task, fields, nights } = of;
    const sharedId = task.shared_id ?? task.id;
    await rows(tx, 'UPDATE task SET shared_id = $2 WHERE id = $1', [task.id, sharedId]);
    const { wanted, ...rest } = fields;
    const names = Object.keys(rest);
    const taken = '(SELECT coalesce(sum(k.quantity), 0)::int FROM take k WHERE k.task_id = t.id)';
    await rows(
      tx,
      `UPDATE task t SET ${names.map((name, at) => `${name} = $${at + 5}`).join(', ')}, wanted = greatest($3::int, ${taken})
       WHERE t.shared_id = $1 AND t.event_id = ANY($2::uuid[]) AND ((t.kind = 'bring') = ($4::text = 'bring') OR ${taken} = 0)`,
      [sharedId, nights, wanted, fields.kind, ...Object.values(rest)],
    );
    await giveTasks(tx, task.event_id, nights, task.id);
  }

  /** The same task on these nights. */
  async ofNights(tx: EntityManager, task: TaskRow, nights: readonly string[]): Promise<TaskRow[]> {
    if (task.shared_id === null || nights.length === 0) return [];
    return rows<TaskRow>(
      tx,
      'SELECT * FROM task WHERE shared_id = $1 AND event_id = ANY($2::uuid[]) ORDER BY id FOR UPDATE',
      [task.shared_id, nights],
    );
  }
}
