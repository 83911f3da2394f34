import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Operation } from '#libs/governance';
import { Links } from '../../identity/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { rows } from '../../platform/database/sql.ts';
import { type Connection, cursorOf, readCursor, readFirst, toConnection } from '../../platform/graphql/connection.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { longText, requiredName } from '../../platform/names.ts';
import { type EventRow, EventsStore } from '../events.store.ts';
import type { AddAttendeeInput, AnswerAtDesk } from './desk.graphql.ts';
import { DeskSide } from './desk-side.service.ts';
import { DeskStore } from './desk.store.ts';
import { AnswerRefused, RsvpsService } from './rsvps.service.ts';
import type { SeatChange } from './seats.store.ts';
import type { SeatOutcome } from './seat-state.ts';
import { say, type Words } from '../../platform/words/words.ts';

const words: Readonly<Record<string, Words>> = {
  full: say`All places are taken. Say that you want to go over the number of places, or raise it.`,
  closed: say`This answer can not be changed that way any more. Reload the page.`,
};

/** What hosts do with answers: look through them, decide, seat out of turn, take off the list, add by name. */
@Injectable()
export class AnswerDesk {
  constructor(
    private readonly database: Database,
    private readonly events: EventsStore,
    private readonly store: DeskStore,
    private readonly rsvps: RsvpsService,
    private readonly side: DeskSide,
    private readonly links: Links,
  ) {}

  async list(
    actor: Actor,
    eventId: string,
    of: { statuses: readonly string[]; first?: number | undefined; after?: string | undefined },
  ): Promise<Connection<AnswerAtDesk>> {
    const first = readFirst(of.first);
    const event = await this.event(this.database.reads, actor, eventId, 'rsvp.manage');
    const statuses = of.statuses.length > 0 ? of.statuses : ['going', 'offered'];
    const found = await this.store.list(this.database.reads, event.id, {
      statuses,
      first,
      after: readCursor(of.after),
    });
    return toConnection(found, first, ({ answeredAt, id }) => cursorOf(answeredAt, id));
  }

  /** Lets somebody in who asked; where it is full they wait in line from now. */
  approve(actor: Actor, rsvpId: string): Promise<string> {
    return this.decide(
      actor,
      rsvpId,
      { operation: 'rsvp.manage', happening: 'RsvpApproved', log: 'rsvp.approved' },
      () => ({
        kind: 'approve',
        rsvpId,
      }),
    );
  }

  decline(actor: Actor, rsvpId: string, reason: string): Promise<string> {
    const why = reasonOf(reason);
    const of = { operation: 'rsvp.manage', happening: 'RsvpDeclined', log: 'rsvp.declined', reason: why } as const;
    return this.decide(actor, rsvpId, of, (status) => {
      if (status !== 'requested') throw new Conflict('They do not wait for an answer any more. Reload the page.');
      return { kind: 'remove', rsvpId, why: 'declined' };
    });
  }

  /** Takes somebody off the list; they are told why and can not answer again unless they are invited. */
  remove(actor: Actor, rsvpId: string, reason: string): Promise<string> {
    const why = reasonOf(reason);
    const of = { operation: 'rsvp.cancelOther', happening: 'RsvpRemoved', log: 'rsvp.removed', reason: why } as const;
    return this.decide(actor, rsvpId, of, () => ({ kind: 'remove', rsvpId, why: 'removed' }));
  }

  /** Seats somebody out of turn; `overbook` means over the number of places, on purpose. */
  seat(actor: Actor, rsvpId: string, overbook: boolean): Promise<string> {
    const operation = overbook ? 'rsvp.capacity.override' : 'rsvp.manage';
    const of = { operation, happening: 'RsvpPromoted', log: overbook ? 'rsvp.overbooked' : 'rsvp.seated' } as const;
    return this.decide(actor, rsvpId, of, () => ({ kind: 'seat', rsvpId, overbook }));
  }

  /** Adds somebody by name, who has no account and no address here. */
  add(actor: Actor, input: AddAttendeeInput): Promise<string> {
    const name = requiredName('name', input.name, { what: 'The name', max: 80 });
    const overbook = input.overbook === true;
    return this.database.transaction(async (tx) => {
      const operation = overbook ? 'rsvp.capacity.override' : 'rsvp.manage';
      const event = await this.event(tx, actor, input.eventId, operation);
      const companions = input.companions ?? 0;
      if (companions < 0 || companions > 10) throw new BadInput('companions', 'From none to ten.');
      return this.side.once(tx, actor, input, async () => {
        const rsvpId = newId();
        const change = { kind: 'add', rsvpId, label: name, seats: companions + 1, overbook, source: 'host' } as const;
        await this.change(tx, event, change);
        await this.side.record(tx, actor, { event, log: overbook ? 'rsvp.overbooked' : 'rsvp.added', rsvpId });
        return event.id;
      });
    });
  }

  /** Invites members by name and others by address. Nobody learns whether an address is known here. Returns how many were asked anew. */
  async invite(
    actor: Actor,
    eventId: string,
    of: { personIds: readonly string[]; addresses: readonly string[] },
  ): Promise<number> {
    const emails = this.side.addresses(of.addresses);
    return this.database.transaction(async (tx) => {
      const event = await this.event(tx, actor, eventId, 'rsvp.manage');
      if (event.status === 'cancelled') throw new Conflict('This event is cancelled.');
      if (emails.length > 0 && event.visibility === 'group')
        throw new BadInput('addresses', 'This event is for members. Open it to people you invite first.');
      await this.side.limit(actor, of.personIds.length + emails.length);
      let asked = 0;
      for (const personId of await this.store.members(tx, event.group_id, of.personIds.filter(isId)))
        if (await this.askPerson(tx, event, personId)) asked += 1;
      for (const email of emails) if (await this.askAddress(tx, actor, event, email)) asked += 1;
      if (asked > 0) await this.side.record(tx, actor, { event, log: 'rsvp.invited', count: asked });
      return asked;
    });
  }

  /** The event, where the actor may do this with its answers. */
  async event(db: EntityManager, actor: Actor, id: string, operation: Operation): Promise<EventRow> {
    if (!(await this.events.mayRead(db, actor, id))) throw new NotFound();
    const event = (await this.events.find(db, id))!;
    const own = await this.events.isHost(db, event, actor);
    await this.side.require(db, actor, operation, { groupId: event.group_id, own });
    return event;
  }

  private decide(
    actor: Actor,
    rsvpId: string,
    of: { operation: Operation; happening: string; log: string; reason?: string },
    change: (status: string) => SeatChange,
  ): Promise<string> {
    return this.database.transaction(async (tx) => {
      const found = isId(rsvpId) ? await this.store.eventOf(tx, rsvpId) : null;
      if (!found) throw new NotFound();
      const event = await this.event(tx, actor, found.event.id, of.operation);
      const outcome = await this.change(tx, event, change(found.status));
      if (!outcome.changed) return event.id;
      await rows(tx, 'UPDATE rsvp SET reason = $2, before = NULL WHERE id = $1', [rsvpId, of.reason ?? null]);
      await this.side.record(tx, actor, { event, log: of.log, rsvpId, reason: of.reason });
      await this.side.tell(tx, event, { kind: of.happening, personId: found.personId, reason: of.reason, outcome });
      return event.id;
    });
  }

  private async change(tx: EntityManager, event: EventRow, change: SeatChange): Promise<SeatOutcome> {
    return this.rsvps.change(tx, { event }, change).catch((error: unknown) => {
      if (error instanceof AnswerRefused) throw new Conflict(words[error.refusal.code] ?? words['closed']!);
      throw error;
    });
  }

  private async askPerson(tx: EntityManager, event: EventRow, personId: string): Promise<boolean> {
    const outcome = await this.change(tx, event, { kind: 'invite', rsvpId: newId(), personId });
    if (outcome.changed) await this.side.tell(tx, event, { kind: 'PersonAskedToCome', personId, outcome });
    return outcome.changed;
  }

  private async askAddress(tx: EntityManager, actor: Actor, event: EventRow, email: string): Promise<boolean> {
    if (!(await this.store.invite(tx, event.id, { email, byId: actor.personId! }))) return false;
    const token = await this.links.make(tx, {
      purpose: 'rsvp.invite',
      personId: null,
      objectId: event.id,
      data: { email },
      expiresAt: event.start_at,
    });
    await this.side.tellAddress(tx, event, { email, token });
    return true;
  }
}

function reasonOf(reason: string): string {
  const words = longText('reason', reason, { what: 'The reason', max: 500 });
  if (words === '') throw new BadInput('reason', 'Say why, in a few words: they will read it.');
  return words;
}
