import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { visitor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound, SignInFirst } from '../../platform/graphql/errors.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import { readerSubject } from '../rsvps/answer-subject.ts';
import { TaskRecords } from './task-records.service.ts';
import type { TakeTaskInput } from './tasks.graphql.ts';
import { type TakeRow, type TaskRow, TasksStore } from './tasks.store.ts';
import { say } from '../../platform/words/words.ts';

/** Who does what: taking a task, handing it back, asking somebody else to take it over. The lock of the task orders those who come at once. */
@Injectable()
export class TakesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly events: EventsStore,
    private readonly store: TasksStore,
    private readonly records: TaskRecords,
  ) {}

  /** Takes a task, or changes how much of it. The quantity is all of it, so that a repeated request changes nothing. Returns the event. */
  async take(actor: Actor, input: TakeTaskInput): Promise<string> {
    return this.database.transaction(async (tx) => {
      const { event, task } = await this.held(tx, actor, input.taskId);
      await this.requireTaker(tx, actor, event);
      const takes = await this.store.takes(tx, task.id);
      const mine = takes.find(({ person_id }) => person_id === actor.personId);
      const quantity = task.kind === 'bring' ? (input.quantity ?? mine?.quantity ?? 1) : 1;
      const note = longText('note', input.note ?? mine?.note, { what: 'The note', max: 200 });
      checkFits(task, takes, { personId: actor.personId!, quantity });
      if (mine?.quantity === quantity && mine.note === note) return event.id;
      await this.write(tx, task.id, { personId: actor.personId!, quantity, note });
      await this.records.changed(tx, event, { kind: 'TaskTaken', people: [actor.personId!] });
      return event.id;
    });
  }

  /** Hands a task back: one's own, or as a host somebody else's. The other side is told. Twice changes nothing. Returns the event. */
  async release(actor: Actor, taskId: string, personId: string | null): Promise<string> {
    const whose = personId ?? actor.personId;
    return this.database.transaction(async (tx) => {
      const { event, task } = await this.held(tx, actor, taskId);
      const own = whose === actor.personId || (await this.events.isHost(tx, event, actor));
      await this.policy.require(tx, actor, 'task.release', { groupId: event.group_id, own: whose !== null && own });
      const [gone] = await rows<TakeRow>(
        tx,
        'DELETE FROM take WHERE task_id = $1 AND person_id = $2 RETURNING quantity',
        [task.id, whose],
      );
      if (!gone) return event.id;
      const { id: event_id, group_id } = event;
      const { title, unit } = task;
      await this.records.handedBack(
        tx,
        [{ event_id, group_id, person_id: whose!, title, unit, quantity: gone.quantity }],
        'withdrew',
        actor.personId,
      );
      return event.id;
    });
  }

  /** Asks somebody to take one's task over; null takes the question back. Returns the event. */
  async offer(actor: Actor, taskId: string, toId: string | null): Promise<string> {
    return this.database.transaction(async (tx) => {
      const { event, task } = await this.held(tx, actor, taskId);
      await this.requireTaker(tx, actor, event);
      const mine = (await this.store.takes(tx, task.id)).find(({ person_id }) => person_id === actor.personId);
      if (!mine) throw new Conflict('This is not your task any more.');
      if (mine.offered_to === toId) return event.id;
      const people = toId === null ? [] : await this.store.people(tx, actor, event.id);
      if (toId !== null && !people.some(({ personId }) => personId === toId))
        throw new BadInput('personId', 'Choose somebody of the group, or somebody who comes.');
      await rows(tx, 'UPDATE take SET offered_to = $3 WHERE task_id = $1 AND person_id = $2', [
        task.id,
        actor.personId,
        toId,
      ]);
      await this.records.changed(tx, event, {
        kind: toId === null ? 'TasksChanged' : 'TaskOffered',
        payload: { taskId: task.id, fromId: actor.personId, toId },
        people: [mine.offered_to, toId].filter((id) => id !== null),
      });
      return event.id;
    });
  }

  /** Answers somebody who asks to take their task over. With yes it changes hands at once. Returns the event. */
  async answer(actor: Actor, taskId: string, of: { fromId: string; accept: boolean }): Promise<string> {
    return this.database.transaction(async (tx) => {
      const { event, task } = await this.held(tx, actor, taskId);
      const takes = await this.store.takes(tx, task.id);
      const theirs = takes.find(
        ({ person_id, offered_to }) => person_id === of.fromId && offered_to === actor.personId,
      );
      if (!theirs || !actor.personId) throw new Conflict('This is no longer offered to you.');
      if (of.accept) {
        await this.requireTaker(tx, actor, event);
        const mine = takes.find(({ person_id }) => person_id === actor.personId);
        if (mine && task.kind !== 'bring') throw new Conflict('You have this task already.');
        await rows(tx, 'DELETE FROM take WHERE task_id = $1 AND person_id = $2', [task.id, of.fromId]);
        const quantity = theirs.quantity + (mine?.quantity ?? 0);
        await this.write(tx, task.id, { personId: actor.personId, quantity, note: mine?.note ?? '' });
      } else {
        await rows(tx, 'UPDATE take SET offered_to = NULL WHERE task_id = $1 AND person_id = $2', [task.id, of.fromId]);
      }
      await this.records.changed(tx, event, {
        kind: 'TaskOfferAnswered',
        payload: { title: task.title, fromId: of.fromId, toId: actor.personId, accepted: of.accept },
        people: [of.fromId, actor.personId],
      });
      return event.id;
    });
  }

  private async write(
    tx: EntityManager,
    taskId: string,
    of: { personId: string; quantity: number; note: string },
  ): Promise<void> {
    await rows(
      tx,
      `INSERT INTO take (task_id, person_id, quantity, note, taken_at) VALUES ($1, $2, $3, $4, clock_now())
       ON CONFLICT (task_id, person_id) DO UPDATE SET quantity = $3, note = $4`,
      [taskId, of.personId, of.quantity, of.note],
    );
  }

  /** Whoever may answer may take, unless they said that they can't come. */
  private async requireTaker(tx: EntityManager, actor: Actor, event: EventRow): Promise<void> {
    if (actor.personId === null) throw new SignInFirst();
    const subject = readerSubject(event);
    const mayAnswer = await this.policy.may(tx, actor, 'rsvp.set', subject);
    await this.policy.require(tx, actor, 'task.take', {
      groupId: event.group_id,
      flags: { 'cell:rsvp.set': mayAnswer },
    });
    if (event.status !== 'scheduled') throw new Conflict('Nothing can be taken here: the event does not take place.');
    const answer = await this.store.answerOf(tx, event.id, actor.personId);
    if (answer === 'no' || answer === 'removed')
      throw new Conflict("You said that you can't come. Change your answer first, then take a task.");
  }

  private async held(tx: EntityManager, actor: Actor, taskId: string): Promise<{ event: EventRow; task: TaskRow }> {
    const task = await this.store.hold(tx, taskId);
    if (!task || !(await this.events.mayRead(tx, actor, task.event_id))) throw new NotFound();
    return { event: (await this.events.find(tx, task.event_id))!, task };
  }
}

/** Who a mailed link speaks for: that person, on that event. */
export function linkActor(link: { personId: string; objectId: string }, locale: string): Actor {
  return { ...visitor, personId: link.personId, link: { purpose: 'rsvp', objectId: link.objectId }, locale };
}

function checkFits(task: TaskRow, takes: readonly TakeRow[], of: { personId: string; quantity: number }): void {
  if (!Number.isInteger(of.quantity) || of.quantity < 1)
    throw new BadInput('quantity', 'Take at least one, or hand it back.');
  const others = takes
    .filter(({ person_id }) => person_id !== of.personId)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  const free = task.wanted - others;
  if (of.quantity <= free) return;
  const what = task.unit ? `${free} ${task.unit}` : String(free);
  throw new BadInput(
    'quantity',
    free > 0 ? say`That is more than is missing. Take ${what} or fewer.` : 'Somebody was faster: all of it is taken.',
  );
}
