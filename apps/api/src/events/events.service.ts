import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { GroupsStore } from '../groups/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { Database } from '../platform/database/database.ts';
import { rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../platform/graphql/errors.ts';
import { isId, newId } from '../platform/ids.ts';
import { longText } from '../platform/names.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { Operation } from '#libs/governance';
import { changedColumns, changeOf } from './event-change.ts';
import { checkedFields, type CheckedFields, lookOf } from './event-fields.ts';
import { refOf } from './event-ref.ts';
import { EventRecords } from './event-records.service.ts';
import type { CreateEventInput, EventFieldsInput, UpdateEventInput } from './events.graphql.ts';
import { type EventRow, EventsStore } from './events.store.ts';
import { copyTasks } from './tasks/copy-tasks.ts';

/** Makes, changes and cancels events. The wall clock and the zone are the truth; instants follow from them. */
@Injectable()
export class EventsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly clock: Clock,
    private readonly groups: GroupsStore,
    private readonly store: EventsStore,
    private readonly records: EventRecords,
  ) {}

  async create(actor: Actor, input: CreateEventInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      const standing = await this.policy.requireInGroup(tx, actor, 'event.create', { groupId: input.groupId });
      const fields = checkedFields(input.fields, standing.visibility === 'open');
      await this.refuseToPlan(tx, actor, input.groupId, fields);
      const id = await this.insert(tx, actor, {
        groupId: input.groupId,
        fields,
        input: await this.typed(tx, actor, input),
        status: input.publish === false || input.publishAt ? 'draft' : 'scheduled',
      });
      if (input.publishAt) await this.publishLater(tx, id, { at: input.publishAt, startAt: fields.start_at });
      if (input.copyFrom) await this.copyParts(tx, actor, { from: input.copyFrom, to: id, groupId: input.groupId });
      return id;
    });
  }

  /** Writes a new event in the caller's transaction; the import uses it too. */
  async insert(
    tx: EntityManager,
    actor: Actor,
    of: {
      groupId: string;
      fields: CheckedFields;
      input: Partial<EventFieldsInput>;
      status: 'draft' | 'scheduled';
      silent?: boolean;
      /** Who is its host, where that is not who acts. */
      authorId?: string;
      /** The calendar identity it had before it was an event, as a candidate of a date poll: calendars that hold that take the event as its newer version. */
      calendar?: { uid: string; sequence: number };
    },
  ): Promise<string> {
    await this.refuseToShow(tx, actor, of.groupId, of.fields.visibility);
    const id = newId();
    const columns = {
      id,
      group_id: of.groupId,
      author_id: of.authorId ?? actor.personId,
      status: of.status,
      ...lookOf(id, of.input),
      ical_uid: of.calendar?.uid ?? `${newId()}@folkmoot`,
      sequence: of.calendar?.sequence ?? 0,
      ...of.fields,
    };
    const names = Object.keys(columns);
    await rows(
      tx,
      `INSERT INTO event (${names.join(', ')}) VALUES (${names.map((_, at) => `$${at + 1}`).join(', ')})`,
      Object.values(columns),
    );
    await this.records.cover(tx, actor, { eventId: id, groupId: of.groupId, coverId: of.input.coverId ?? null });
    await this.records.questions(tx, id, of.input);
    await this.records.made(tx, actor, {
      id,
      groupId: of.groupId,
      published: of.status === 'scheduled',
      silent: of.silent ?? false,
    });
    return id;
  }

  /** What is planned lies ahead, and is shown to nobody whom the group hides from. */
  async refuseToPlan(
    tx: EntityManager,
    actor: Actor,
    groupId: string,
    fields: Pick<CheckedFields, 'start_at' | 'visibility'>,
  ): Promise<void> {
    if (fields.start_at <= (await this.clock.now(tx))) throw new BadInput('startLocal', 'The start is in the past.');
    await this.refuseToShow(tx, actor, groupId, fields.visibility);
  }

  /** What hosts ask of those who come; the nights of a series ask the same. */
  ask(tx: EntityManager, eventId: string, input: Partial<EventFieldsInput>): Promise<void> {
    return this.records.questions(tx, eventId, input);
  }

  /** A secret group shows nothing to the public, nor can anything of it be reached by an address. */
  async refuseToShow(tx: EntityManager, actor: Actor, groupId: string, visibility: string): Promise<void> {
    const group = await this.groups.find(tx, actor, groupId);
    if (group?.visibility === 'secret' && (visibility === 'public' || visibility === 'unlisted'))
      throw new BadInput('visibility', 'Events of a secret group are for its members, or for people you invite.');
  }

  /** Changes an event. A later save than somebody else's is CONFLICT; a lower number of places evicts nobody and must be at least what is taken. */
  async update(actor: Actor, input: UpdateEventInput): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await this.held(tx, actor, input.id, 'event.update');
      const standing = await this.policy.requireInGroup(tx, actor, 'event.update', {
        groupId: event.group_id,
        own: await this.store.isHost(tx, event, actor),
      });
      const fields = checkedFields(input.fields, standing.visibility === 'open');
      await this.refuseToShow(tx, actor, event.group_id, fields.visibility);
      if (event.version !== input.expectedVersion)
        throw new Conflict(
          'Somebody else has changed this event in the meantime. Your text is kept here; reload to see theirs.',
        );
      if (event.status === 'cancelled') throw new Conflict('A cancelled event stays as it was.');
      await this.write(tx, actor, { event, fields, input });
      const later = input.publish === true || event.status !== 'draft' ? null : (input.publishAt ?? null);
      await this.publishLater(tx, event.id, { at: later, startAt: fields.start_at });
    });
  }

  /** Notes when a draft is to be published by itself; null takes that back. */
  private async publishLater(tx: EntityManager, id: string, of: { at: Date | null; startAt: Date }): Promise<void> {
    if (of.at) await this.mayPublishAt(tx, of.at, of.startAt);
    await rows(tx, 'UPDATE event SET publish_at = $2 WHERE id = $1 AND publish_at IS DISTINCT FROM $2', [id, of.at]);
  }

  /** A draft publishes itself later than now and before it begins. */
  async mayPublishAt(tx: EntityManager, at: Date, startAt: Date): Promise<void> {
    if (at <= (await this.clock.now(tx))) throw new BadInput('publishAt', 'This time has passed already.');
    if (at >= startAt) throw new BadInput('publishAt', 'It must be published before it begins.');
  }

  /** What was typed for a new event; the picture of the one it was begun from becomes one of its own. */
  async typed(tx: EntityManager, actor: Actor, input: CreateEventInput): Promise<EventFieldsInput> {
    const { fields, copyFrom, groupId } = input;
    if (!copyFrom || !fields.coverId) return fields;
    const source = await this.readable(tx, actor, copyFrom);
    if (source.cover_id !== fields.coverId) return fields;
    return { ...fields, coverId: await this.records.copiedCover(tx, actor, { id: fields.coverId, groupId }) };
  }

  /** What comes along from an event that a new one was begun from. */
  async copyParts(tx: EntityManager, actor: Actor, of: { from: string; to: string; groupId: string }): Promise<void> {
    const source = await this.readable(tx, actor, of.from);
    if (source.group_id !== of.groupId) throw new NotFound();
    await copyTasks(tx, source.id, of.to);
  }

  async cancel(actor: Actor, id: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 500 });
    if (words === '') throw new BadInput('reason', 'Say why, in a few words: those who wanted to come will read it.');
    await this.database.transaction(async (tx) => {
      const event = await this.held(tx, actor, id, 'event.cancel');
      if (event.status === 'cancelled') return;
      await this.records.calledOff(tx, actor, event, words);
    });
  }

  /** Takes the date of an event away, with the reason that its people read; a new date, by a change of its times, sets it back. */
  async postpone(actor: Actor, id: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 500 });
    if (words === '') throw new BadInput('reason', 'Say why, in a few words: those who wanted to come will read it.');
    await this.database.transaction(async (tx) => {
      const event = await this.held(tx, actor, id, 'event.cancel');
      if (event.status === 'postponed') return;
      if (event.status !== 'scheduled') throw new Conflict('Only what is going to take place can be postponed.');
      if (event.end_at <= (await this.clock.now(tx))) throw new Conflict('It is over already.');
      await this.records.postponed(tx, actor, event, words);
    });
  }

  /** Takes a cancellation or a postponement back, until the start; answers hold as they were. Throws CONFLICT after the start. */
  async restore(actor: Actor, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = await this.held(tx, actor, id, 'event.cancel');
      if (event.status !== 'cancelled' && event.status !== 'postponed') return;
      if (event.start_at <= (await this.clock.now(tx)))
        throw new Conflict('It would have started already. Make a new event instead.');
      await this.records.onAgain(tx, actor, event);
    });
  }

  /** Whether the actor hosts an event: as its author or as a co-host. */
  isHost(db: EntityManager, event: EventRow, actor: Actor): Promise<boolean> {
    return this.store.isHost(db, event, actor);
  }

  /** The event, if the actor may know of it. */
  async readable(tx: EntityManager, actor: Actor, ref: string): Promise<EventRow> {
    const event = (await this.store.mayRead(tx, actor, ref)) ? await this.store.find(tx, refOf(ref).id!) : null;
    if (!event) throw new NotFound();
    return event;
  }

  /** The event under its lock, for one who may do this to it. */
  async held(tx: EntityManager, actor: Actor, id: string, operation: Operation): Promise<EventRow> {
    await this.readable(tx, actor, id);
    const event = await this.store.hold(tx, id);
    if (!event) throw new NotFound();
    await this.policy.require(tx, actor, operation, {
      groupId: event.group_id,
      own: await this.store.isHost(tx, event, actor),
    });
    return event;
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    { event, fields, input }: { event: EventRow; fields: CheckedFields; input: UpdateEventInput },
  ): Promise<void> {
    const change = changeOf(event, fields, input);
    const { publish, moved } = change;
    if (moved && change.isOn && fields.start_at <= (await this.clock.now(tx)))
      throw new BadInput('startLocal', 'The start is in the past.');
    const columns = changedColumns(event, fields, { change, input });
    const names = Object.keys(columns);
    await rows(
      tx,
      `UPDATE event SET ${names.map((name, at) => `${name} = $${at + 4}`).join(', ')}, sequence = sequence + $2, schedule_seq = schedule_seq + $3, version = version + 1, updated_at = clock_now() WHERE id = $1`,
      [event.id, moved || change.relocated || publish ? 1 : 0, moved ? 1 : 0, ...Object.values(columns)],
    );
    await this.records.cover(tx, actor, {
      eventId: event.id,
      groupId: event.group_id,
      coverId: input.fields.coverId ?? null,
    });
    await this.records.questions(tx, event.id, input.fields);
    await this.records.capacity(tx, event, fields.capacity);
    await this.records.night(tx, event, publish);
    await this.records.changed(tx, actor, {
      id: event.id,
      groupId: event.group_id,
      type: publish ? 'event.published' : 'event.changed',
      happening: publish ? 'EventPublished' : change.concerns ? 'EventMoved' : 'EventChanged',
      payload: {
        previousStart: event.start_local,
        previousZone: event.zone,
        moved,
        relocated: change.relocated,
        reason: change.reason,
      },
    });
    if (input.notify !== false) await this.records.tell(tx, actor, event);
  }
}
