import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { PaymentsService } from '../expenses/payments/payments.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { negationOf, today } from '../ledger/entries.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import type { LineRow } from './statements.store.ts';

/** Takes back what a match has booked: a payment comes back, any other entry is reversed as a whole. Nothing is erased. */
@Injectable()
export class LineUndoings {
  constructor(
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
    private readonly payments: PaymentsService,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** The id of the entry that takes the other one back. */
  async takeBack(
    tx: EntityManager,
    actor: Actor,
    line: LineRow,
    of: { entryId: string; reason: string },
  ): Promise<string> {
    const entry = (await row<{ kind: string; seq: string; event_id: string | null; gone: boolean }>(
      tx,
      'SELECT e.kind, e.seq, e.event_id, EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id) AS gone FROM ledger_entry e WHERE e.id = $1',
      [of.entryId],
    ))!;
    if (entry.gone) throw new Conflict('This entry was taken back already.');
    if (entry.kind === 'EXPENSE_PAID') return this.unpay(tx, actor, of);
    if (entry.kind === 'PAYMENT_RETURNED')
      throw new Conflict('That a payment came back is not taken back by itself: note the payment anew.');
    await this.policy.require(tx, actor, 'entry.reverse', { groupId: line.group_id });
    const reversalId = await this.ledger.post(tx, {
      bookId: line.book_id,
      groupId: line.group_id,
      kind: 'REVERSAL',
      effectiveOn: await today(tx, line.group_id),
      authority: { kind: 'DUTY', id: await this.books.treasurerDuty(tx, line.group_id, actor.personId) },
      actorId: (await this.books.personIn(tx, line.book_id, actor.personId)).ref,
      eventId: entry.event_id,
      reversesId: of.entryId,
      refs: { reverses: `E-${entry.seq}` },
      text: of.reason,
      key: `reverse:${of.entryId}`,
      postings: (await negationOf(tx, of.entryId)).toReversed(),
    });
    await this.log.append(tx, {
      chainId: line.group_id,
      type: 'entry.reversed',
      actorId: actor.personId,
      facts: { entry: of.entryId },
      detail: { reason: of.reason },
    });
    await this.outbox.announce(tx, {
      kind: 'EntryReversed',
      groupId: line.group_id,
      payload: { entryId: of.entryId },
      topics: [`group:${line.group_id}`],
    });
    return reversalId;
  }

  private async unpay(tx: EntityManager, actor: Actor, of: { entryId: string; reason: string }): Promise<string> {
    const payment = (await row<{ id: string; expense_id: string }>(
      tx,
      'SELECT id, expense_id FROM expense_payment WHERE entry_id = $1',
      [of.entryId],
    ))!;
    return this.payments.cameBackIn(tx, actor, {
      expenseId: payment.expense_id,
      paymentId: payment.id,
      reason: of.reason,
    });
  }
}
