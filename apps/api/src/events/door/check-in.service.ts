import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Refusal } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { requiredName } from '../../platform/names.ts';
import type { EventRow } from '../events.store.ts';
import { Seats } from '../rsvps/seats.store.ts';
import type { CheckInResult, DoorOpInput, DoorRefusal, WalkInInput } from './door.graphql.ts';
import { DoorRefused, doorReasonOf } from './door-refused.ts';
import { DoorSide } from './door-side.service.ts';
import { DoorService } from './door.service.ts';
import { DoorStore } from './door.store.ts';
import { say } from '../../platform/words/words.ts';

const MOST = 200;

/** Notes who arrives. What is done at a door carries an id of its own, so that phones may send it late, twice, and in any order between them. */
@Injectable()
export class CheckInService {
  constructor(
    private readonly database: Database,
    private readonly door: DoorService,
    private readonly store: DoorStore,
    private readonly seats: Seats,
    private readonly side: DoorSide,
  ) {}

  /** Does each in its turn, in a transaction of its own: one that cannot be done does not hold up the others. */
  async checkIn(actor: Actor, eventId: string, ops: readonly DoorOpInput[]): Promise<CheckInResult> {
    if (ops.length > MOST) throw new BadInput('ops', say`Send ${MOST} at once at most.`);
    await this.door.atDoor(this.database.reads, actor, eventId);
    const refused: DoorRefusal[] = [];
    for (const op of ops) {
      try {
        await this.database.transaction((tx) => this.one(tx, actor, eventId, op));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.push({ opId: op.opId, reason: doorReasonOf(error), message: error.words });
      }
    }
    return { door: await this.door.door(actor, eventId), refused };
  }

  private async one(tx: EntityManager, actor: Actor, eventId: string, op: DoorOpInput): Promise<void> {
    if (!isId(op.opId)) throw new BadInput('opId', 'What was done needs an id.');
    const { event } = await this.door.atDoor(tx, actor, eventId);
    await this.side.lock(tx, eventId);
    if (await row(tx, 'SELECT 1 FROM checkin WHERE op_id = $1', [op.opId])) return;
    await this.undo(tx, event, (op.undoes ?? []).filter(isId));
    const party = await this.partyOf(tx, actor, event, op);
    if (party) await this.note(tx, actor, { op, party });
    await this.side.tell(tx, event);
  }

  private async partyOf(
    tx: EntityManager,
    actor: Actor,
    event: EventRow,
    op: DoorOpInput,
  ): Promise<{ id: string; seats: number } | null> {
    if (op.walkIn) return this.walkIn(tx, actor, event, op.walkIn);
    if (!op.rsvpId && !op.code) return null;
    const code = op.code?.trim().toUpperCase();
    const party = await this.store.party(tx, event.id, code ? { code } : { rsvpId: op.rsvpId });
    if (party) return party;
    throw code
      ? new DoorRefused(
          'unknown_code',
          say`Nobody here has the code ${code.slice(0, 20)}. It is of another event, or was mistyped.`,
        )
      : new DoorRefused('not_listed', 'This party is not on the list of this event.');
  }

  private async note(
    tx: EntityManager,
    actor: Actor,
    { op, party }: { op: DoorOpInput; party: { id: string; seats: number } },
  ): Promise<void> {
    const arrived = op.arrived ?? party.seats;
    if (arrived < 0 || arrived > 50) throw new BadInput('arrived', 'How many arrived is a number from 0 to 50.');
    // The clock of a phone may be wrong; nobody arrives in the future.
    await rows(
      tx,
      'INSERT INTO checkin (op_id, rsvp_id, arrived, at, by_id) VALUES ($1, $2, $3, least($4, clock_now()), $5) ON CONFLICT DO NOTHING',
      [op.opId, party.id, arrived, op.at, actor.personId],
    );
  }

  /** Takes back what was noted of this event; a walk-in of whom nothing is left never came, and the places are free again. */
  private async undo(tx: EntityManager, event: EventRow, opIds: readonly string[]): Promise<void> {
    if (opIds.length === 0) return;
    await rows(
      tx,
      'UPDATE checkin c SET undone = true FROM rsvp r WHERE r.id = c.rsvp_id AND r.event_id = $1 AND c.op_id = ANY($2)',
      [event.id, opIds],
    );
    for (const rsvpId of await this.store.emptied(tx, opIds))
      await this.seats.change(tx, event.id, { kind: 'remove', rsvpId, why: 'removed' });
  }

  private async walkIn(
    tx: EntityManager,
    actor: Actor,
    event: EventRow,
    input: WalkInInput,
  ): Promise<{ id: string; seats: number }> {
    const label = requiredName('name', input.name, { what: 'The name', max: 80 });
    const { seats } = input;
    if (!Number.isInteger(seats) || seats < 1 || seats > 11)
      throw new BadInput('seats', 'A party at the door is from 1 to 11 people.');
    const overbook = input.overbook ?? false;
    if (overbook) await this.side.override(tx, actor, event);
    const rsvpId = newId();
    const { refused } = await this.seats.change(tx, event.id, {
      kind: 'add',
      rsvpId,
      label,
      seats,
      overbook,
      source: 'door',
    });
    if (refused === 'full')
      throw new DoorRefused(
        'full',
        say`There are not that many places left for ${label}. Say that they come in over the number.`,
      );
    if (refused && event.status === 'postponed')
      throw new DoorRefused('postponed', 'Nobody is let in here: the event is postponed.');
    if (refused) throw new DoorRefused('cancelled', 'Nobody is let in here: the event is called off.');
    return { id: rsvpId, seats };
  }
}
