import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';

/** What bookings take of spending authorities, and give back. The caller holds the book and the expense. */
@Injectable()
export class AuthorityUses {
  /** Counts a booking by an authority; the database refuses what lies beyond it. */
  async use(
    tx: EntityManager,
    of: { entryId: string; authorityId: string; expenseId: string; personId: string; minor: string },
  ): Promise<void> {
    await rows(
      tx,
      'INSERT INTO authority_use (entry_id, authority_id, expense_id, person_id, minor) VALUES ($1, $2, $3, $4, $5)',
      [of.entryId, of.authorityId, of.expenseId, of.personId, of.minor],
    );
  }

  /** The decision that has given it. */
  async decisionOf(tx: EntityManager, authorityId: string): Promise<string> {
    const found = await row<{ id: string }>(tx, 'SELECT proposal_id AS id FROM spending_authority WHERE id = $1', [
      authorityId,
    ]);
    return found!.id;
  }

  /** The booking was taken back: all that it took is free again. */
  async giveBack(tx: EntityManager, entryId: string): Promise<void> {
    await rows(tx, 'UPDATE authority_use SET given_back = minor WHERE entry_id = $1', [entryId]);
  }

  /** The payee has let go of the rest. */
  async letGo(tx: EntityManager, entryId: string, minor: bigint): Promise<void> {
    await rows(tx, 'UPDATE authority_use SET given_back = given_back + $2::bigint WHERE entry_id = $1', [
      entryId,
      minor.toString(),
    ]);
  }
}
