import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import { givenAnswer } from '../rsvps/answer-input.ts';
import { readerSubject } from '../rsvps/answer-subject.ts';
import { GuestAnswers } from '../rsvps/guest-answers.service.ts';

interface OwnAnswer {
  readonly event: EventRow;
  readonly status: string;
  /** Whether it moved since. */
  readonly stale: boolean;
}

/** "Still coming?" after a move: the answer holds until somebody says otherwise, and saying that it does is remembered. */
@Injectable()
export class StillComingService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly links: Links,
    private readonly store: EventsStore,
    private readonly guests: GuestAnswers,
    private readonly outbox: Outbox,
  ) {}

  /** The answer that a mailed link asks about; null for a link that is not good. */
  async byLink(token: string): Promise<OwnAnswer | null> {
    const link = await this.links.find(this.database.reads, token, 'rsvp');
    const event = link?.objectId ? await this.store.find(this.database.reads, link.objectId) : null;
    if (!link?.personId || !event) return null;
    const own = await row<{ status: string; stale: boolean }>(
      this.database.reads,
      'SELECT r.status, r.answered_for < e.schedule_seq AS stale FROM rsvp r JOIN event e ON e.id = r.event_id WHERE r.event_id = $1 AND r.person_id = $2',
      [event.id, link.personId],
    );
    return own && { event, ...own };
  }

  /** Yes keeps the answer, no frees the places. False for a link that is not good. */
  async answerByLink(token: string, comes: boolean): Promise<boolean> {
    if (!comes) return this.guests.answerByLink(token, givenAnswer({ answer: 'no' }));
    return this.database.transaction(async (tx) => {
      const link = await this.links.find(tx, token, 'rsvp');
      const event = link?.objectId ? await this.store.find(tx, link.objectId) : null;
      if (!link?.personId || !event) return false;
      await this.holds(tx, event, link.personId);
      return true;
    });
  }

  async confirm(actor: Actor, eventId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const event = (await this.store.mayRead(tx, actor, eventId)) ? await this.store.find(tx, eventId) : null;
      if (!event) throw new NotFound();
      await this.policy.require(tx, actor, 'rsvp.set', readerSubject(event));
      await this.holds(tx, event, actor.personId!);
    });
  }

  private async holds(tx: EntityManager, event: EventRow, personId: string): Promise<void> {
    await rows(
      tx,
      `UPDATE rsvp r SET answered_for = e.schedule_seq FROM event e WHERE e.id = r.event_id AND r.event_id = $1 AND r.person_id = $2
         AND r.status IN ('going', 'maybe', 'waitlisted', 'offered')`,
      [event.id, personId],
    );
    await this.outbox.announce(tx, {
      kind: 'RsvpHolds',
      groupId: event.group_id,
      payload: { eventId: event.id, personId },
      topics: [`event:${event.id}`, `person:${personId}`],
    });
  }
}
