import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links, PeopleService } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { Limits } from '../../platform/limits.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { type RespondInput } from './respond.graphql.ts';
import { type EventRow } from '../events.store.ts';
import { type SeatOutcome } from './seats.store.ts';
import type { PendingAnswer } from './rsvps.service.ts';

const guestTries = { name: 'guest-rsvp', max: 8, windowSeconds: 3600 };

/** What stands beside an answer: limits, links, mail, the repeated request. */
@Injectable()
export class RsvpSide {
  constructor(
    private readonly links: Links,
    private readonly people: PeopleService,
    private readonly outbox: Outbox,
    private readonly limits: Limits,
    private readonly idempotency: Idempotency,
  ) {}

  once<T>(tx: EntityManager, actor: Actor, input: RespondInput, work: () => Promise<T>): Promise<T> {
    return this.idempotency.once(
      tx,
      { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input },
      work,
    );
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
    await this.outbox.announce(tx, {
      kind: 'RsvpToConfirm',
      groupId: of.event.group_id,
      payload: { eventId: of.event.id, email: of.email, locale: of.locale, token, pendingId: of.pendingId },
      topics: [`event:${of.event.id}`],
    });
  }

  findLink(db: EntityManager, token: string, purpose: string): ReturnType<Links['find']> {
    return this.links.find(db, token, purpose);
  }

  /** Uses a link up; the object it is about, or null. */
  async useLink(tx: EntityManager, token: string, purpose: string): Promise<string | null> {
    const link = await this.links.find(tx, token, purpose);
    if (!link) return null;
    const used = await rows(
      tx,
      'UPDATE link SET used_at = clock_now() WHERE id = $1 AND used_at IS NULL RETURNING id',
      [link.id],
    );
    return used.length > 0 ? link.objectId : null;
  }

  async personFor(tx: EntityManager, pending: PendingAnswer): Promise<string> {
    return (await this.people.confirmed(tx, pending.email, { name: pending.name, locale: pending.locale })).id;
  }

  manageLink(tx: EntityManager, personId: string, event: EventRow): Promise<string> {
    return this.links.make(tx, {
      purpose: 'rsvp',
      personId,
      objectId: event.id,
      expiresAt: new Date(event.start_at.getTime() + 7 * 86_400_000),
    });
  }

  async answered(tx: EntityManager, event: EventRow, personId: string, outcome: SeatOutcome): Promise<void> {
    await this.outbox.announce(tx, {
      kind: 'RsvpAnswered',
      groupId: event.group_id,
      payload: { eventId: event.id, personId, status: outcome.status, position: outcome.position },
      topics: [`event:${event.id}`, `person:${personId}`],
    });
  }
}
