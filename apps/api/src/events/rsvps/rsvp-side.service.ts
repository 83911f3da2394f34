import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { Limits } from '../../platform/limits.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { EventRecords } from '../event-records.service.ts';
import type { EventRow } from '../events.store.ts';
import type { SeatOutcome } from './seat-state.ts';

const guestTries = { name: 'guest-rsvp', max: 8, windowSeconds: 3600 };

/** What stands beside an answer: limits, links, what others hear of it, the repeated request. */
@Injectable()
export class RsvpSide {
  constructor(
    private readonly links: Links,
    private readonly outbox: Outbox,
    private readonly limits: Limits,
    private readonly idempotency: Idempotency,
    private readonly records: EventRecords,
  ) {}

  /** Does the work for the first of equal requests; what it comes to is read from the event. */
  once(tx: EntityManager, actor: Actor, input: { idempotencyKey: string }, work: () => Promise<void>): Promise<null> {
    const call = { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input, response: null };
    return this.idempotency.once(tx, call, async () => {
      await work();
      return null;
    });
  }

  async limit(who: string, ip: string): Promise<void> {
    await this.limits.count(guestTries, who);
    await this.limits.count({ ...guestTries, name: 'guest-rsvp-block', max: 60 }, ip);
  }

  async askToConfirm(
    tx: EntityManager,
    of: { pendingId: string; event: EventRow; email: string; locale: string },
  ): Promise<void> {
    const token = await this.links.make(tx, {
      purpose: 'rsvp.confirm',
      personId: null,
      objectId: of.pendingId,
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    await this.announce(tx, of.event, {
      kind: 'RsvpToConfirm',
      payload: { email: of.email, locale: of.locale, token, pendingId: of.pendingId },
    });
  }

  findLink(db: EntityManager, token: string, purpose: string): ReturnType<Links['find']> {
    return this.links.find(db, token, purpose);
  }

  /** Uses a link up; what it is about, or null. */
  async useLink(tx: EntityManager, token: string, purpose: string): Promise<Awaited<ReturnType<Links['find']>>> {
    const link = await this.links.find(tx, token, purpose);
    if (!link) return null;
    const used = await rows(
      tx,
      'UPDATE link SET used_at = clock_now() WHERE id = $1 AND used_at IS NULL RETURNING id',
      [link.id],
    );
    return used.length > 0 ? link : null;
  }

  manageLink(tx: EntityManager, personId: string, event: EventRow): Promise<string> {
    return this.links.make(tx, {
      purpose: 'rsvp',
      personId,
      objectId: event.id,
      expiresAt: new Date(event.start_at.getTime() + 7 * 86_400_000),
    });
  }

  /** `source`: where the answer came from; what a calendar program said itself needs no calendar. */
  async answered(
    tx: EntityManager,
    event: EventRow,
    personId: string,
    outcome: SeatOutcome,
    source: string,
  ): Promise<void> {
    await this.announce(tx, event, {
      kind: 'RsvpAnswered',
      payload: {
        personId,
        status: outcome.status,
        position: outcome.position,
        before: outcome.before?.status ?? null,
        source,
      },
      topics: [`person:${personId}`],
    });
    if (outcome.status === 'requested')
      await this.announce(tx, event, { kind: 'RsvpRequested', payload: { personId } });
  }

  /** Only open pages need to hear of words that changed. */
  saidAnew(tx: EntityManager, event: EventRow): Promise<void> {
    return this.announce(tx, event, { kind: 'RsvpSaidAnew', payload: {} });
  }

  seated(tx: EntityManager, event: EventRow, outcome: SeatOutcome): Promise<void> {
    return this.records.seated(tx, { eventId: event.id, groupId: event.group_id, seated: outcome.seated });
  }

  async announce(
    tx: EntityManager,
    event: Pick<EventRow, 'id' | 'group_id'>,
    of: { kind: string; payload: Record<string, unknown>; topics?: readonly string[] },
  ): Promise<void> {
    await this.outbox.announce(tx, {
      kind: of.kind,
      groupId: event.group_id,
      payload: { eventId: event.id, ...of.payload },
      topics: [`event:${event.id}`, ...(of.topics ?? [])],
    });
  }
}
