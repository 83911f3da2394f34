import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from './books.store.ts';
import { negationOf, today } from './entries.ts';
import { LedgerService } from './ledger.service.ts';
import { ledgerRefusalOf } from './money-faults.ts';

/** Taking a whole entry back. */
@Injectable()
export class Reversals {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Takes an entry back by its exact negation, once. Entries of an expense go back by the expense's own steps. */
  async reverse(actor: Actor, entryId: string, reason: string): Promise<void> {
    const words = longText('reason', reason, { what: 'The reason', max: 300 });
    if (words === '') throw new BadInput('reason', 'Say why, in a few words.');
    if (!isId(entryId)) throw new NotFound();
    try {
      await this.database.transaction(async (tx) => {
        const entry = await row<{
          book_id: string;
          group_id: string;
          kind: string;
          seq: string;
          event_id: string | null;
        }>(
          tx,
          'SELECT e.book_id, b.group_id, e.kind, e.seq, e.event_id FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE e.id = $1',
          [entryId],
        );
        if (!entry) throw new NotFound();
        await this.policy.require(tx, actor, 'book.entries.read', { groupId: entry.group_id, case: 'group' });
        await this.policy.require(tx, actor, 'entry.reverse', { groupId: entry.group_id });
        if (entry.kind !== 'CONTRIBUTION')
          throw new Conflict(
            'This entry belongs to an expense or is itself a reversal; it goes back by the expense’s own steps.',
          );
        await this.books.lock(tx, entry.book_id);
        if (await row(tx, 'SELECT 1 FROM ledger_entry WHERE reverses_id = $1', [entryId]))
          throw new Conflict('This entry was taken back already.');
        await this.ledger.post(tx, {
          bookId: entry.book_id,
          groupId: entry.group_id,
          kind: 'REVERSAL',
          effectiveOn: await today(tx, entry.group_id),
          authority: { kind: 'DUTY', id: await this.books.treasurerDuty(tx, entry.group_id, actor.personId) },
          actorId: (await this.books.personIn(tx, entry.book_id, actor.personId!)).ref,
          eventId: entry.event_id,
          reversesId: entryId,
          refs: { reverses: `E-${entry.seq}` },
          text: words,
          key: `reverse:${entryId}`,
          postings: (await negationOf(tx, entryId)).toReversed(),
        });
        await this.log.append(tx, {
          chainId: entry.group_id,
          type: 'entry.reversed',
          actorId: actor.personId,
          facts: { entry: entryId },
          detail: { reason: words },
        });
        await this.outbox.announce(tx, {
          kind: 'EntryReversed',
          groupId: entry.group_id,
          payload: { entryId },
          topics: [`group:${entry.group_id}`],
        });
      });
    } catch (error) {
      if (ledgerRefusalOf(error) === 'fund-short')
        throw new Conflict('The money has been spent or is held already, so the fund would be short.');
      if (constraintOf(error) === 'refund_within_received')
        throw new Conflict('A part of it went back already, or is asked back. That comes first.');
      throw error;
    }
  }
}
