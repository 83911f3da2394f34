import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isCurrency } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { CONFIG, type Config } from '../../platform/config.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { isId, newId } from '../../platform/ids.ts';
import { requiredName } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { SplitDoor } from './split-door.service.ts';
import { SplitPeople } from './split-people.service.ts';
import type { OpenSplitInput, SplitPersonInput } from './splits.graphql.ts';
import { SplitsStore } from './splits.store.ts';

/** What opening a split needs beside its own rooms. */
@Injectable()
export class SplitParts {
  constructor(
    readonly policy: Policy,
    readonly books: BooksStore,
    readonly idempotency: Idempotency,
  ) {}
}

/** Sharing costs: opening it, who is in it, how it is settled. */
@Injectable()
export class SplitsService {
  constructor(
    private readonly database: Database,
    private readonly parts: SplitParts,
    private readonly door: SplitDoor,
    private readonly people: SplitPeople,
    private readonly store: SplitsStore,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Opens a split among the people named and the one who opens it. Returns its id. */
  async open(actor: Actor, input: OpenSplitInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      await this.parts.policy.require(tx, actor, 'split.open', { groupId: input.groupId });
      const book = await this.parts.books.ofGroup(tx, input.groupId);
      await this.parts.books.lock(tx, book.id);
      const call = { actorKey: actor.personId!, clientKey: input.idempotencyKey, request: input };
      return this.parts.idempotency.once(tx, call, () => this.write(tx, actor, input, book));
    });
  }

  private async write(
    tx: EntityManager,
    actor: Actor,
    input: OpenSplitInput,
    book: { id: string; currency: string },
  ): Promise<string> {
    const title = requiredName('title', input.title, { what: 'The name', max: 120 });
    const currency = input.currency ?? book.currency;
    if (!isCurrency(currency)) throw new BadInput('currency', say`"${currency.slice(0, 10)}" is no currency we know.`);
    const eventId = input.eventId ?? null;
    if (eventId !== null && !(isId(eventId) && (await isOfGroup(tx, eventId, input.groupId))))
      throw new BadInput('eventId', 'This event is not one of the group.');
    const id = newId();
    await rows(
      tx,
      `INSERT INTO split (id, group_id, book_id, event_id, handle, title, currency, opened_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, input.groupId, book.id, eventId, `s-${randomBytes(5).toString('hex')}`, title, currency, actor.personId],
    );
    const split = (await this.store.find(tx, id))!;
    const by = await this.people.first(tx, split, actor);
    const added = await this.people.add(tx, split, { by, people: input.people, locale: actor.locale });
    await this.door.changed(tx, split, { kind: 'SplitPeopleAdded', payload: { seats: added, byId: by.id } });
    return id;
  }

  async addPeople(actor: Actor, splitId: string, people: readonly SplitPersonInput[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { split, seat } = await this.door.enterAs(tx, actor, splitId, 'split.update');
      const added = await this.people.add(tx, split, { by: seat, people, locale: actor.locale });
      await this.door.changed(tx, split, { kind: 'SplitPeopleAdded', payload: { seats: added, byId: seat.id } });
    });
  }

  /** Takes somebody out who has no part in anything yet. Returns the split. */
  async removePerson(actor: Actor, seatId: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const named = isId(seatId) ? await this.store.seatById(tx, seatId) : null;
      if (!named) throw new NotFound();
      const { split } = await this.door.enterAs(tx, actor, named.split_id, 'split.update');
      const used = await row(
        tx,
        `SELECT 1 FROM bill_payer WHERE person_id = $1 UNION ALL SELECT 1 FROM bill_share WHERE person_id = $1 UNION ALL SELECT 1 FROM bill WHERE author_id = $1 OR undone_by = $1 UNION ALL SELECT 1 FROM bill_dispute WHERE person_id = $1
         UNION ALL SELECT 1 FROM settlement_payment WHERE $1 IN (from_id, to_id) UNION ALL SELECT 1 FROM split_person WHERE carried_by = $1 OR added_by = $1 LIMIT 1`,
        [seatId],
      );
      if (used) throw new Conflict('They have a part in it already, so they stay.');
      await rows(tx, 'DELETE FROM split_payout WHERE person_id = $1', [seatId]);
      await rows(tx, `UPDATE link SET revoked_at = clock_now() WHERE purpose = 'bill' AND object_id = $1`, [seatId]);
      await rows(tx, 'DELETE FROM split_person WHERE id = $1', [seatId]);
      await this.door.changed(tx, split, { kind: 'SplitChanged' });
      return split.id;
    });
  }

  /** A link to hand on to somebody who is named without an address. Others get theirs by mail, and nobody else does. */
  async linkFor(actor: Actor, seatId: string): Promise<string> {
    return this.database.transaction(async (tx) => {
      const named = isId(seatId) ? await this.store.seatById(tx, seatId) : null;
      if (!named) throw new NotFound();
      await this.door.enterAs(tx, actor, named.split_id, 'split.update');
      if (named.person_id || named.email) throw new Conflict('They have their own way in: a mail, or their account.');
      return `${this.config.baseUrl}/l/bills/${await this.people.link(tx, named)}`;
    });
  }

  async settleBy(actor: Actor, splitId: string, way: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const { split } = await this.door.enterAs(tx, actor, splitId, 'split.update');
      await rows(tx, 'UPDATE split SET settle_by = $2 WHERE id = $1', [split.id, way]);
      await this.door.changed(tx, split, { kind: 'SplitChanged' });
    });
  }
}

async function isOfGroup(tx: EntityManager, eventId: string, groupId: string): Promise<boolean> {
  return (await row(tx, 'SELECT 1 FROM event WHERE id = $1 AND group_id = $2', [eventId, groupId])) !== null;
}
