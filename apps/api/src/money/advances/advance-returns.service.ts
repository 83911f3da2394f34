import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { advanceBackPostings } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { rows } from '../../platform/database/sql.ts';
import { newOrderedId } from '../../platform/ids.ts';
import { ExpenseAccounts } from '../expenses/expense-accounts.service.ts';
import { ExpenseBookings } from '../expenses/expense-bookings.service.ts';
import type { ExpenseRow } from '../expenses/expenses.store.ts';
import { LedgerService } from '../ledger/ledger.service.ts';

/** What came back: so much, on this day, into this account of the group. */
export interface Back {
  readonly minor: bigint;
  readonly day: string;
  readonly holdingId: string;
}

/** Books what somebody gave back of an advance. The caller holds book and expense, and has asked the rules. */
@Injectable()
export class AdvanceReturns {
  constructor(
    private readonly ledger: LedgerService,
    private readonly accounts: ExpenseAccounts,
    private readonly bookings: ExpenseBookings,
  ) {}

  /** Books it and says so; the id of what came back. */
  async booked(tx: EntityManager, actor: Actor, advance: ExpenseRow, { minor, day, holdingId }: Back): Promise<string> {
    const back = BigInt(advance.handed_back) + minor;
    const entryId = await this.ledger.post(tx, {
      ...(await this.bookings.entryOf(tx, advance)),
      effectiveOn: day,
      kind: 'ADVANCE_RETURNED',
      authority: { kind: 'DUTY', id: await this.accounts.duty(tx, advance.group_id, actor.personId!) },
      actorId: await this.accounts.ref(tx, advance, actor.personId!),
      key: `advance:${advance.id}:back:${back}`,
      postings: await this.accounts.postings(
        tx,
        advance,
        advanceBackPostings(advance.currency, { minor, lost: 0n }),
        holdingId,
      ),
    });
    const id = newOrderedId();
    await rows(
      tx,
      'INSERT INTO advance_return (id, entry_id, advance_id, minor, returned_on, holding_id, by_id) VALUES ($1, $2, $3, $4, $5, $6, $7)',
      [id, entryId, advance.id, String(minor), day, holdingId, actor.personId],
    );
    await rows(tx, 'UPDATE expense SET handed_back = $2, version = version + 1 WHERE id = $1', [
      advance.id,
      String(back),
    ]);
    await this.bookings.told(tx, actor, advance, {
      type: 'expense.advanceReturned',
      happening: 'AdvanceReturned',
      facts: { minor: String(minor), currency: advance.currency },
    });
    return id;
  }
}
