import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DoorService, EventsStore } from '../../events/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId } from '../../platform/ids.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { DoorGift, EventAskInput } from './asks.graphql.ts';
import { ContributionsStore } from './contributions.store.ts';
import { readAmount } from './gift-fields.ts';
import { GiftSides } from './gift-sides.service.ts';

interface Place {
  person_id: string;
  seats: number;
  due_on: string;
  signs_in: boolean;
}

/** What events ask of who comes. It never keeps anybody out: an answer stands whatever of this is given. */
@Injectable()
export class EventAsks {
  constructor(
    private readonly sides: GiftSides,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
    private readonly events: EventsStore,
    private readonly doors: DoorService,
  ) {}

  /** Says what an event asks of each place, or that it asks for nothing any more. */
  async set(actor: Actor, input: EventAskInput): Promise<void> {
    await this.sides.database.transaction(async (tx) => {
      const event = isId(input.eventId) ? await this.events.find(tx, input.eventId) : null;
      if (!event || !(await this.events.mayRead(tx, actor, input.eventId))) throw new NotFound();
      const own = await this.events.isHost(tx, event, actor);
      await this.sides.policy.require(tx, actor, 'event.ask.update', { groupId: event.group_id, own });
      const book = await this.books.ofGroup(tx, event.group_id);
      await this.books.lock(tx, book.id);
      await rows(tx, 'DELETE FROM event_ask WHERE event_id = $1', [event.id]);
      if (input.least) {
        const least = readAmount(input.least, book.currency, 'least');
        const most = input.kind === 'suggested' && input.most ? readAmount(input.most, book.currency, 'most') : least;
        if (most < least) throw new BadInput('most', 'The most is less than the least. Change one of them.');
        const ownFund = await row<{ id: string }>(
          tx,
          'SELECT id FROM fund WHERE book_id = $1 AND event_id = $2 AND closed_at IS NULL',
          [book.id, event.id],
        );
        const fund = (await this.books.findFund(tx, book.id, ownFund?.id ?? null))!;
        await rows(
          tx,
          'INSERT INTO event_ask (event_id, kind, minor, most, currency, fund_id) VALUES ($1, $2, $3, $4, $5, $6)',
          [event.id, input.kind, least.toString(), most.toString(), fund.currency, fund.id],
        );
      }
      await this.settle(tx, event.id, book.id);
      await this.sides.log.append(tx, {
        chainId: event.group_id,
        type: 'event.asks',
        actorId: actor.personId,
        facts: { event: event.id },
      });
      await this.sides.happened(tx, {
        kind: 'EventAskChanged',
        groupId: event.group_id,
        payload: { eventId: event.id },
        topics: [`event:${event.id}`],
      });
    });
  }

  /** Brings what is promised for an event in line with who comes: whoever comes has one, who does not and has given nothing has none. */
  async follow(tx: EntityManager, eventId: string): Promise<void> {
    const asked = isId(eventId)
      ? await row<{ book_id: string }>(
          tx,
          'SELECT f.book_id FROM event_ask k JOIN fund f ON f.id = k.fund_id WHERE k.event_id = $1',
          [eventId],
        )
      : null;
    if (!asked) return;
    await this.books.lock(tx, asked.book_id);
    await this.settle(tx, eventId, asked.book_id);
  }

  /** Follows every event that asks for something and is not long over: the net under the happenings. */
  async followAll(): Promise<void> {
    const found = await rows<{ event_id: string }>(
      this.sides.database.reads,
      `SELECT k.event_id FROM event_ask k JOIN event e ON e.id = k.event_id WHERE e.end_at > clock_now() - interval '2 days' ORDER BY e.start_at LIMIT 500`,
    );
    for (const { event_id: eventId } of found) await this.sides.database.transaction((tx) => this.follow(tx, eventId));
  }

  /** What the parties at a door give, for whoever stands there. */
  async atDoor(actor: Actor, eventId: string): Promise<DoorGift[]> {
    const db = this.sides.database.reads;
    await this.doors.atDoor(db, actor, eventId);
    const found = await rows<{ rsvpId: string; contributionId: string; due: string; currency: string; said: boolean }>(
      db,
      `SELECT r.id AS "rsvpId", c.id AS "contributionId", greatest(c.pledged - c.received, 0)::text AS due, c.currency, c.said_at IS NOT NULL AS said
       FROM contribution c JOIN rsvp r ON r.event_id = c.event_id AND r.person_id = c.person_id WHERE c.event_id = $1 AND c.kind = 'ticket' AND c.closed IS NULL ORDER BY r.id LIMIT 1000`,
      [eventId],
    );
    return found.map(({ due, currency, ...one }) => ({ ...one, due: moneyValue(due, currency) }));
  }

  /** Cash taken at the door: noted for the treasurer, who confirms it with one tap. */
  async take(actor: Actor, id: string): Promise<DoorGift[]> {
    const eventId = await this.sides.database.transaction(async (tx) => {
      const contribution = await this.store.hold(tx, id);
      if (contribution.kind !== 'ticket' || !contribution.event_id) throw new NotFound();
      await this.doors.atDoor(tx, actor, contribution.event_id);
      await this.sides.policy.require(tx, actor, 'event.ask.take', { groupId: contribution.group_id, own: true });
      const due = BigInt(contribution.pledged) - BigInt(contribution.received);
      if (due <= 0n || contribution.closed !== null) throw new Conflict('Nothing is waited for here any more.');
      await rows(
        tx,
        `UPDATE contribution SET said_minor = $2, said_how = 'cash', said_at = clock_now(), said_by = $3, version = version + 1, updated_at = clock_now() WHERE id = $1`,
        [id, due.toString(), actor.personId],
      );
      await this.sides.told(tx, actor, contribution, 'contribution.said');
      return contribution.event_id;
    });
    return this.atDoor(actor, eventId);
  }

  private async settle(tx: EntityManager, eventId: string, bookId: string): Promise<void> {
    const ask = await row<{ minor: string; currency: string; fund_id: string; group_id: string }>(
      tx,
      'SELECT k.minor::text AS minor, k.currency, k.fund_id, e.group_id FROM event_ask k JOIN event e ON e.id = k.event_id WHERE k.event_id = $1',
      [eventId],
    );
    const open = `c.event_id = $1 AND c.kind = 'ticket' AND c.closed IS NULL AND c.received = 0 AND c.said_at IS NULL`;
    const comes = `SELECT FROM rsvp r WHERE r.event_id = $1 AND r.person_id = c.person_id AND r.status = 'going'`;
    await rows(
      tx,
      `UPDATE contribution c SET closed = 'CANCELLED', closed_at = clock_now(), version = version + 1, updated_at = clock_now() WHERE ${open} AND NOT ($2::boolean AND EXISTS (${comes}))`,
      [eventId, ask !== null],
    );
    if (!ask) return;
    await rows(
      tx,
      `UPDATE contribution c SET pledged = $2::bigint * r.seats, version = c.version + 1, updated_at = clock_now() FROM rsvp r
       WHERE ${open} AND r.event_id = $1 AND r.person_id = c.person_id AND r.status = 'going' AND c.pledged <> $2::bigint * r.seats`,
      [eventId, ask.minor],
    );
    const missing = await rows<Place>(
      tx,
      `SELECT r.person_id, r.seats, (e.start_at AT TIME ZONE e.zone)::date::text AS due_on, p.signs_in FROM rsvp r JOIN event e ON e.id = r.event_id JOIN person p ON p.id = r.person_id
       WHERE r.event_id = $1 AND r.status = 'going' AND e.status = 'scheduled' AND NOT EXISTS (SELECT FROM contribution c WHERE c.event_id = $1 AND c.person_id = r.person_id AND c.kind = 'ticket' AND (c.closed IS NULL OR c.closed_by IS NOT NULL))
       ORDER BY r.id`,
      [eventId],
    );
    for (const { person_id: personId, seats, due_on: dueOn, signs_in: signsIn } of missing) {
      const { id } = await this.store.add(tx, {
        bookId,
        kind: 'ticket',
        fundId: ask.fund_id,
        currency: ask.currency,
        pledged: BigInt(ask.minor) * BigInt(seats),
        personId,
        eventId,
        dueOn,
      });
      // Whoever signs in has it on the page of the event.
      if (!signsIn)
        await this.sides.happened(tx, {
          kind: 'ContributionDue',
          groupId: ask.group_id,
          payload: { contributionId: id },
          key: `contribution-due:${id}`,
        });
    }
  }
}
