import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Outbox } from '../../platform/outbox/outbox.ts';
import type { EventRow } from '../events.store.ts';
import type { HandedBack } from './tasks.store.ts';

/** Says what happened to tasks: open pages read them again, and those concerned are told. */
@Injectable()
export class TaskRecords {
  constructor(private readonly outbox: Outbox) {}

  async changed(
    tx: EntityManager,
    event: Pick<EventRow, 'id' | 'group_id'>,
    happening: {
      kind: string;
      payload?: Readonly<Record<string, unknown>>;
      people?: readonly string[];
      nights?: readonly string[];
    } = {
      kind: 'TasksChanged',
    },
  ): Promise<void> {
    await this.outbox.announce(tx, {
      kind: happening.kind,
      groupId: event.group_id,
      payload: { eventId: event.id, ...happening.payload },
      topics: [
        `event:${event.id}`,
        ...(happening.nights ?? []).map((id) => `event:${id}`),
        ...(happening.people ?? []).map((id) => `person:${id}`),
      ],
    });
  }

  /** One happening for each person and event, whatever number of tasks it was. `why`: withdrew, notComing or left. */
  async handedBack(tx: EntityManager, rows: readonly HandedBack[], why: string, byId: string | null): Promise<void> {
    const byPerson = Map.groupBy(rows, ({ event_id, person_id }) => `${event_id} ${person_id}`);
    for (const [first, ...others] of byPerson.values()) {
      const { event_id, group_id, person_id } = first!;
      const tasks = [first!, ...others].map(({ title, quantity, unit }) => ({ title, quantity, unit }));
      await this.changed(
        tx,
        { id: event_id, group_id },
        { kind: 'TasksHandedBack', payload: { personId: person_id, byId, why, tasks }, people: [person_id] },
      );
    }
  }
}
