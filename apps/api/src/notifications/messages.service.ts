import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type EventRow, EventsStore } from '../events/index.ts';
import type { Actor } from '../platform/actor.ts';
import { Database } from '../platform/database/database.ts';
import { row, rows } from '../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../platform/graphql/errors.ts';
import { Idempotency } from '../platform/idempotency.ts';
import { newId } from '../platform/ids.ts';
import { GroupLog } from '../platform/log/group-log.ts';
import { longText } from '../platform/names.ts';
import { Outbox } from '../platform/outbox/outbox.ts';
import { Policy } from '../platform/policy/policy.service.ts';
import type { MessageAttendeesInput, MessageAudience, MessageReach, MessageSent } from './messages.graphql.ts';

const A_DAY = 2;
/** Mails of one happening are written in one transaction; many people are told in parts. */
const PART = 200;

const statusesOf = {
  going: ['going'],
  maybe: ['maybe'],
  waiting: ['waitlisted', 'offered'],
  all: ['going', 'maybe', 'waitlisted', 'offered'],
} as const satisfies Record<MessageAudience, readonly string[]>;

/** Who would get a message: an address, not suspended, wants what hosts write, and is not $2, its author. */
const reached = `FROM rsvp r JOIN person p ON p.id = r.person_id AND p.suspended_at IS NULL
  WHERE r.event_id = $1 AND r.person_id <> $2 AND EXISTS (SELECT FROM address a WHERE a.person_id = p.id)
    AND NOT EXISTS (SELECT FROM mail_choice c WHERE c.person_id = p.id AND c.kind = 'hosts' AND NOT c.wanted)`;

/** What hosts write to those who come: two messages in 24 hours for an event, in the group's log with their number of readers, not their words. */
@Injectable()
export class Messages {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly events: EventsStore,
    private readonly idempotency: Idempotency,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async reach(actor: Actor, eventId: string): Promise<MessageReach> {
    const db = this.database.reads;
    await this.allowed(
      db,
      actor,
      (await this.events.mayRead(db, actor, eventId)) ? await this.events.find(db, eventId) : null,
    );
    const counts = await rows<{ status: string; n: number }>(
      db,
      `SELECT r.status, count(*)::int AS n ${reached} GROUP BY r.status`,
      [eventId, actor.personId],
    );
    const of = (audience: MessageAudience): number =>
      counts
        .filter(({ status }) => statusesOf[audience].some((one) => one === status))
        .reduce((sum, { n }) => sum + n, 0);
    return {
      going: of('going'),
      maybe: of('maybe'),
      waiting: of('waiting'),
      all: of('all'),
      left: Math.max(0, A_DAY - (await this.sentToday(db, eventId))),
    };
  }

  /** Sends a message. Throws CONFLICT for the third in 24 hours, BAD_USER_INPUT for one that nobody would get. */
  async send(actor: Actor, input: MessageAttendeesInput): Promise<MessageSent> {
    const text = longText('text', input.text, { what: 'The message', max: 4000 });
    if (text === '') throw new BadInput('text', 'Write what you want to say.');
    return this.database.transaction(async (tx) => {
      const may = await this.events.mayRead(tx, actor, input.eventId);
      const event = await this.allowed(tx, actor, may ? await this.events.hold(tx, input.eventId) : null);
      if (event.status === 'draft') throw new Conflict('Nobody knows of a draft yet. Publish it first.');
      const request = { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input };
      return this.idempotency.once(tx, request, () => this.write(tx, actor, { event, audience: input.audience, text }));
    });
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    { event, audience, text }: { event: EventRow; audience: MessageAudience; text: string },
  ): Promise<MessageSent> {
    if ((await this.sentToday(tx, event.id)) >= A_DAY)
      throw new Conflict(
        'Two messages have gone out in the last 24 hours. Keep this one for tomorrow, or write on the page.',
      );
    const people = await rows<{ person_id: string }>(
      tx,
      `SELECT r.person_id ${reached} AND r.status = ANY($3) ORDER BY r.id`,
      [event.id, actor.personId, statusesOf[audience]],
    );
    if (people.length === 0) throw new BadInput('audience', 'Nobody would get this. Choose somebody else to write to.');
    const id = newId();
    await rows(
      tx,
      'INSERT INTO event_message (id, event_id, author_id, audience, text, recipients) VALUES ($1, $2, $3, $4, $5, $6)',
      [id, event.id, actor.personId, audience, text, people.length],
    );
    for (let at = 0; at < people.length; at += PART)
      await this.outbox.announce(tx, {
        kind: 'HostsWrote',
        groupId: event.group_id,
        payload: { messageId: id, personIds: people.slice(at, at + PART).map(({ person_id }) => person_id) },
      });
    await this.log.append(tx, {
      chainId: event.group_id,
      type: 'event.messaged',
      actorId: actor.personId,
      facts: { event: event.id, audience, recipients: people.length },
    });
    return { recipients: people.length };
  }

  private async allowed(db: EntityManager, actor: Actor, event: EventRow | null): Promise<EventRow> {
    if (!event) throw new NotFound();
    await this.policy.require(db, actor, 'event.messageAttendees', {
      groupId: event.group_id,
      own: event.author_id === actor.personId,
    });
    return event;
  }

  private async sentToday(db: EntityManager, eventId: string): Promise<number> {
    const found = await row<{ n: number }>(
      db,
      `SELECT count(*)::int AS n FROM event_message WHERE event_id = $1 AND sent_at > clock_now() - interval '24 hours'`,
      [eventId],
    );
    return found!.n;
  }
}
