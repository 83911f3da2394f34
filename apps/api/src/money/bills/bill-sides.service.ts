import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Operation } from '#libs/governance';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { NotFound } from '../../platform/graphql/errors.ts';
import { Idempotency } from '../../platform/idempotency.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { CheckedBill } from './bill-fields.ts';
import type { Entered } from './split-door.service.ts';
import { type Seat, SplitsStore } from './splits.store.ts';

/** What stands beside a bill: whose right it is, its parts, its photos, what is forgotten once all is settled. */
@Injectable()
export class BillSides {
  constructor(
    readonly idempotency: Idempotency,
    readonly store: SplitsStore,
    private readonly policy: Policy,
    private readonly books: BooksStore,
  ) {}

  /** Adding is for those in it; correcting for the author and the treasurer. */
  async mayAdd(
    tx: EntityManager,
    actor: Actor,
    { split, seat }: Entered,
    wrong: { author_id: string | null } | null,
  ): Promise<void> {
    const own = wrong ? seat !== null && wrong.author_id === seat.id : seat !== null;
    await this.policy.require(tx, actor, wrong ? 'bill.correct' : 'bill.add', { groupId: split.group_id, own });
  }

  /** The seat of one who does what people in a split do. */
  async own(tx: EntityManager, actor: Actor, { split, seat }: Entered, operation: Operation): Promise<Seat> {
    await this.policy.require(tx, actor, operation, { groupId: split.group_id, own: seat !== null });
    if (!seat) throw new NotFound();
    return seat;
  }

  async refOf(tx: EntityManager, bookId: string, actor: Actor): Promise<string> {
    return (await this.books.personIn(tx, bookId, actor.personId)).ref;
  }

  async parts(tx: EntityManager, billId: string, bill: CheckedBill): Promise<void> {
    for (const [table, parts] of [
      ['bill_payer', bill.payers],
      ['bill_share', bill.shares],
    ] as const)
      await rows(
        tx,
        `INSERT INTO ${table} (bill_id, person_id, minor) SELECT $1, q.person_id, q.minor FROM unnest($2::uuid[], $3::bigint[]) AS q (person_id, minor)`,
        [billId, [...parts.keys()], [...parts.values()].map(String)],
      );
  }

  /** The photos of a wrong bill that stay go over to the one in its place. */
  async takeOver(tx: EntityManager, of: { from: string; to: string; kept: readonly string[] }): Promise<void> {
    await rows(
      tx,
      `UPDATE file SET parent_id = $2 WHERE parent_kind = 'bill' AND parent_id = $1 AND id::text = ANY($3::text[])`,
      [of.from, of.to, of.kept],
    );
  }

  /** Those of these photos that do not hang on the bill yet. */
  async newPhotos(tx: EntityManager, billId: string, photos: readonly string[]): Promise<string[]> {
    const there = await rows<{ id: string }>(
      tx,
      `SELECT id FROM file WHERE parent_kind = 'bill' AND parent_id = $1 AND id::text = ANY($2::text[])`,
      [billId, photos],
    );
    return photos.filter((id) => !there.some((one) => one.id === id));
  }

  /** Where to pay people is forgotten when nobody owes anything. */
  async forgetWhenSettled(tx: EntityManager, splitId: string): Promise<void> {
    if (!(await this.store.isSettled(tx, splitId))) return;
    await rows(tx, 'DELETE FROM split_payout o USING split_person m WHERE m.id = o.person_id AND m.split_id = $1', [
      splitId,
    ]);
  }
}
