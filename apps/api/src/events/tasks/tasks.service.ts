import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import { SeriesTasks } from './series-tasks.service.ts';
import { giveTasks } from './shared-tasks.ts';
import { checkedTask } from './task-fields.ts';
import { TaskRecords } from './task-records.service.ts';
import type { TaskFieldsInput } from './tasks.graphql.ts';
import { type TaskRow, TasksStore } from './tasks.store.ts';
import { say } from '../../platform/words/words.ts';

const MOST = 50;

/** What a host types about a task, and whether later nights of the series get it too. */
interface TaskWish {
  readonly fields: TaskFieldsInput;
  readonly allLater: boolean;
}

/** What hosts do with the tasks of an event: make, change, order, remove. */
@Injectable()
export class TasksService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly events: EventsStore,
    private readonly store: TasksStore,
    private readonly records: TaskRecords,
    private readonly series: SeriesTasks,
  ) {}

  async create(actor: Actor, eventId: string, { fields, allLater }: TaskWish): Promise<void> {
    await this.database.transaction(async (tx) => {
      const nights = allLater ? await this.series.hold(tx, actor, eventId) : [];
      const event = await this.managed(tx, actor, eventId);
      const { n, last } = (await row<{ n: number; last: number }>(
        tx,
        'SELECT count(*)::int AS n, coalesce(max(position), 0) AS last FROM task WHERE event_id = $1',
        [eventId],
      ))!;
      if (n >= MOST) throw new BadInput('title', say`An event has ${MOST} tasks at most. Put some of them together.`);
      const id = newId();
      const shared_id = allLater && event.series_id ? id : null;
      const checked = checkedTask(fields, event.start_local);
      const columns = { id, shared_id, event_id: eventId, position: last + 1, ...checked };
      const names = Object.keys(columns);
      await rows(
        tx,
        `INSERT INTO task (${names.join(', ')}, created_at) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')}, clock_now())`,
        Object.values(columns),
      );
      await giveTasks(tx, eventId, nights, id);
      await this.records.changed(tx, event, { kind: 'TasksChanged', nights });
    });
  }

  /** Changes a task. Fewer than are taken is refused: nobody is sent away by a number. Returns its event. */
  async update(actor: Actor, taskId: string, { fields: input, allLater }: TaskWish): Promise<string> {
    return this.database.transaction(async (tx) => {
      const nights = allLater ? await this.series.holdOfTask(tx, actor, taskId) : [];
      const { event, task } = await this.managedTask(tx, actor, taskId);
      const fields = checkedTask(input, event.start_local);
      const taken = (await this.store.takes(tx, taskId)).reduce((sum, { quantity }) => sum + quantity, 0);
      if (fields.wanted < taken)
        throw new BadInput('wanted', say`${taken} are taken already. Set ${taken} or more, or hand some back first.`);
      if (taken > 0 && (fields.kind === 'bring') !== (task.kind === 'bring'))
        throw new BadInput(
          'kind',
          'Somebody has taken this already. Make a new task instead, so that they know what they do.',
        );
      const names = Object.keys(fields);
      await rows(tx, `UPDATE task SET ${names.map((name, at) => `${name} = $${at + 2}`).join(', ')} WHERE id = $1`, [
        taskId,
        ...Object.values(fields),
      ]);
      if (allLater && event.series_id) await this.series.spread(tx, { task, fields, nights });
      await this.records.changed(tx, event, { kind: 'TasksChanged', nights });
      return event.id;
    });
  }

  /** Removes a task, with `allLater` from later nights too; those who had taken it are told. Returns its event. */
  async remove(actor: Actor, taskId: string, allLater: boolean): Promise<string> {
    return this.database.transaction(async (tx) => {
      const nights = allLater ? await this.series.holdOfTask(tx, actor, taskId) : [];
      const { event, task } = await this.managedTask(tx, actor, taskId);
      await this.removed(tx, actor, { event, task });
      for (const later of await this.series.ofNights(tx, task, nights))
        await this.removed(tx, actor, { event: { id: later.event_id, group_id: event.group_id }, task: later });
      return event.id;
    });
  }

  private async removed(
    tx: EntityManager,
    actor: Actor,
    { event, task }: { event: Pick<EventRow, 'id' | 'group_id'>; task: TaskRow },
  ): Promise<void> {
    const people = (await this.store.takes(tx, task.id)).map(({ person_id }) => person_id);
    await rows(tx, 'DELETE FROM task WHERE id = $1', [task.id]);
    await this.records.changed(tx, event, {
      kind: 'TaskRemoved',
      payload: { title: task.title, personIds: people.filter((id) => id !== actor.personId) },
      people,
    });
  }

  /** Puts the tasks of an event in this order. Tasks that are not named keep theirs, behind. */
  async order(actor: Actor, eventId: string, taskIds: readonly string[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await this.managed(tx, actor, eventId);
      const known = await rows<{ id: string }>(tx, 'SELECT id FROM task WHERE event_id = $1 ORDER BY position, id', [
        eventId,
      ]);
      const order = [...new Set([...taskIds, ...known.map(({ id }) => id)])];
      if (order.length !== known.length)
        throw new Conflict('Somebody else has changed the tasks in the meantime. Look at them again.');
      await rows(
        tx,
        'UPDATE task t SET position = n.at FROM unnest($2::uuid[]) WITH ORDINALITY AS n (id, at) WHERE t.id = n.id AND t.event_id = $1',
        [eventId, order],
      );
      await this.records.changed(tx, event);
    });
  }

  private async managedTask(
    tx: EntityManager,
    actor: Actor,
    taskId: string,
  ): Promise<{ event: EventRow; task: TaskRow }> {
    const known = await this.store.find(tx, taskId);
    if (!known) throw new NotFound();
    const event = await this.managed(tx, actor, known.event_id);
    const task = await this.store.hold(tx, taskId);
    if (!task) throw new NotFound();
    return { event, task };
  }

  /** The event under its lock, for somebody who may manage its tasks. */
  private async managed(tx: EntityManager, actor: Actor, eventId: string): Promise<EventRow> {
    if (!(await this.events.mayRead(tx, actor, eventId))) throw new NotFound();
    const event = (await this.events.hold(tx, eventId))!;
    const own = await this.events.isHost(tx, event, actor);
    await this.policy.require(tx, actor, 'task.manage', { groupId: event.group_id, own });
    if (event.status === 'cancelled') throw new Conflict('A cancelled event stays as it was.');
    return event;
  }
}
