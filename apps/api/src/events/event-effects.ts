import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import {
  type EffectAsked,
  type EffectCall,
  type EffectExecutor,
  EffectExecutors,
  EffectRefused,
  type EffectSubject,
  type Payload,
} from '../decisions/index.ts';
import { visitor } from '../platform/actor.ts';
import { Clock } from '../platform/clock.ts';
import { row } from '../platform/database/sql.ts';
import { BadInput, Refusal } from '../platform/graphql/errors.ts';
import { longText } from '../platform/names.ts';
import { type CheckedFields, checkedFields } from './event-fields.ts';
import { EventRecords } from './event-records.service.ts';
import { EventsService } from './events.service.ts';
import { type EventRow, EventsStore } from './events.store.ts';
import { say, type Words } from '../platform/words/words.ts';

const changed = (words: Words): EffectRefused => new EffectRefused('EVENT_CHANGED', words);
const wallText = (local: string): string => `${local.slice(0, 10)} ${local.slice(11, 16)}`;

/** The event that a form names, of this group; one that only invited people know of is not decided about in front of all. */
async function named(store: EventsStore, db: EntityManager, { groupId, input, field }: EffectAsked): Promise<EventRow> {
  const event = await store.find(db, input.eventId ?? '');
  if (!event || event.group_id !== groupId || event.visibility === 'invited')
    throw new BadInput(field('eventId'), 'Choose an event of this group.');
  return event;
}

/** Why an event is not the one that was voted on, or null. What was moved and moved back is the same again. */
function moved(event: EventRow | null, { payload, expects }: EffectSubject): EffectRefused | null {
  const title = String(payload['label']);
  if (!event) return changed(say`The event “${title}” is not there any more.`);
  const voted = expects['startLocal'] ?? payload['startLocal'];
  return event.start_local === voted
    ? null
    : changed(
        say`The event “${event.title}” was moved after the vote opened: from ${wallText(String(voted))} to ${wallText(event.start_local)}.`,
      );
}

/** A passed proposal calls an event off. */
@Injectable()
export class EventCancelEffect implements EffectExecutor {
  readonly locks = 'event';

  constructor(
    private readonly store: EventsStore,
    private readonly records: EventRecords,
    private readonly clock: Clock,
  ) {}

  async read(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    const event = await named(this.store, db, asked);
    const reason = longText(asked.field('reason'), asked.input.reason, { what: 'The reason', max: 500 });
    if (reason === '')
      throw new BadInput(asked.field('reason'), 'Say why, in a few words: those who wanted to come will read it.');
    return { eventId: event.id, label: event.title, startLocal: event.start_local, reason };
  }

  async expects(db: EntityManager, { payload }: EffectSubject): Promise<Payload> {
    const event = await this.store.find(db, String(payload['eventId']));
    return { startLocal: event?.start_local ?? null };
  }

  async refusal(db: EntityManager, subject: EffectSubject): Promise<EffectRefused | null> {
    const event = await this.store.find(db, String(subject.payload['eventId']));
    if (event?.status === 'cancelled') return changed(say`The event “${event.title}” is called off already.`);
    if (event && event.start_at <= (await this.clock.now(db)))
      return new EffectRefused('DATE_PASSED', say`The event “${event.title}” has begun already.`);
    return moved(event, subject);
  }

  async lock(tx: EntityManager, call: EffectCall): Promise<void> {
    await this.store.hold(tx, String(call.payload['eventId']));
  }

  async run(tx: EntityManager, call: EffectCall): Promise<string> {
    const event = (await this.store.find(tx, String(call.payload['eventId'])))!;
    await this.records.calledOff(tx, visitor, event, String(call.payload['reason']));
    return event.id;
  }
}

/** A passed proposal publishes a draft, or makes the event that was voted on; who put the proposal is its host. */
@Injectable()
export class EventScheduleEffect implements EffectExecutor {
  readonly locks = 'event';

  constructor(
    private readonly store: EventsStore,
    private readonly records: EventRecords,
    private readonly events: EventsService,
    private readonly clock: Clock,
  ) {}

  async read(db: EntityManager, asked: EffectAsked): Promise<Payload> {
    const { input, field, groupId } = asked;
    if (input.eventId) {
      const event = await named(this.store, db, asked);
      if (event.status !== 'draft') throw new BadInput(field('eventId'), 'Choose an event that is still a draft.');
      return { eventId: event.id, label: event.title, startLocal: event.start_local, endLocal: event.end_local };
    }
    const group = await this.group(db, groupId);
    const payload = {
      label: input.title ?? '',
      startLocal: input.startLocal ?? '',
      endLocal: input.endLocal ?? '',
      placeName: input.placeName ?? '',
    };
    try {
      const { title, start_local, end_local, place_name } = fieldsOf(payload, group);
      return { eventId: null, label: title, startLocal: start_local, endLocal: end_local, placeName: place_name };
    } catch (error) {
      const at = error instanceof Refusal ? error.extensions['field'] : null;
      throw typeof at === 'string' ? new BadInput(field(at), (error as Refusal).words) : error;
    }
  }

  async expects(db: EntityManager, { payload }: EffectSubject): Promise<Payload> {
    const event = payload['eventId'] ? await this.store.find(db, String(payload['eventId'])) : null;
    return event ? { startLocal: event.start_local } : {};
  }

  async refusal(db: EntityManager, subject: EffectSubject): Promise<EffectRefused | null> {
    const { payload, groupId } = subject;
    const now = await this.clock.now(db);
    if (!payload['eventId']) {
      const { start_at, title } = fieldsOf(payload, await this.group(db, groupId));
      return start_at > now ? null : passed(title);
    }
    const event = await this.store.find(db, String(payload['eventId']));
    if (event && event.status !== 'draft')
      return changed(
        event.status === 'scheduled'
          ? say`The event “${event.title}” is published already.`
          : say`The event “${event.title}” is called off already.`,
      );
    return event && event.start_at <= now ? passed(event.title) : moved(event, subject);
  }

  async lock(tx: EntityManager, { payload }: EffectCall): Promise<void> {
    if (payload['eventId']) await this.store.hold(tx, String(payload['eventId']));
  }

  async run(tx: EntityManager, { payload, groupId, authorId }: EffectCall): Promise<string> {
    if (payload['eventId']) {
      const event = (await this.store.find(tx, String(payload['eventId'])))!;
      await this.records.published(tx, visitor, event);
      return event.id;
    }
    const fields = fieldsOf(payload, await this.group(tx, groupId));
    return this.events.insert(tx, visitor, { groupId, fields, input: {}, status: 'scheduled', authorId });
  }

  private async group(db: EntityManager, id: string): Promise<{ zone: string; visibility: string }> {
    return (await row<{ zone: string; visibility: string }>(
      db,
      'SELECT zone, visibility FROM folk_group WHERE id = $1',
      [id],
    ))!;
  }
}

const passed = (title: string): EffectRefused =>
  new EffectRefused('DATE_PASSED', say`The date of “${title}” has passed.`);

/** A new event as it is stored: shown to all where the group is open, to its members else. */
function fieldsOf(payload: Payload, group: { zone: string; visibility: string }): CheckedFields {
  const isOpen = group.visibility === 'open';
  return checkedFields(
    {
      title: String(payload['label']),
      startLocal: String(payload['startLocal']),
      endLocal: String(payload['endLocal']),
      zone: group.zone,
      visibility: isOpen ? 'public' : 'group',
      placeName: String(payload['placeName'] ?? ''),
    },
    isOpen,
  );
}

/** Registers what decisions do to events. */
@Injectable()
export class EventEffects implements OnModuleInit {
  constructor(
    private readonly executors: EffectExecutors,
    private readonly cancels: EventCancelEffect,
    private readonly schedules: EventScheduleEffect,
  ) {}

  onModuleInit(): void {
    this.executors.register('event.cancel', this.cancels);
    this.executors.register('event.schedule', this.schedules);
  }
}
