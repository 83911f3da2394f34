import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { reclassifiedPostings } from '#libs/money';
import { row } from '../../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../../platform/graphql/errors.ts';
import { CategoriesStore } from '../../categories/categories.store.ts';
import { isMoved, postingsOf } from '../../ledger/entries.ts';
import type { EntryDraft, EntryMaker, KeepContext } from '../entry-makers.ts';

export interface ReclassifyCommand {
  readonly [key: string]: unknown;
  readonly entryId: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** What stood under one category stands under another from today on: an entry of its own, the first one stays as it is. */
@Injectable()
export class ReclassifyMaker implements EntryMaker {
  readonly operation = 'entry.post';
  readonly once = 'entryId';

  constructor(private readonly categories: CategoriesStore) {}

  async make(tx: EntityManager, of: KeepContext, command: ReclassifyCommand): Promise<EntryDraft> {
    const entry = await row<{
      seq: string;
      event_id: string | null;
      kind: string;
      gone: boolean;
      moved: boolean;
      open: boolean;
    }>(
      tx,
      `SELECT e.seq, e.event_id, e.kind, EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id) AS gone,
         ${isMoved('e.id')} AS moved,
         EXISTS (SELECT FROM expense x WHERE x.approved_entry_id = e.id AND x.state = 'APPROVED') AS open
       FROM ledger_entry e WHERE e.id = $1 AND e.book_id = $2`,
      [command.entryId, of.bookId],
    );
    if (!entry) throw new NotFound();
    if (entry.gone || ['REVERSAL', 'RECLASSIFIED'].includes(entry.kind))
      throw new Conflict('This entry was taken back, or takes another back: its category stays.');
    if (entry.moved)
      throw new Conflict('This entry was put under another category already. Take that back first, then do it anew.');
    if (entry.open)
      throw new Conflict(
        'This expense is not paid yet: whoever handed it in can take it back and change its category.',
      );
    if (command.reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    const side = command.from.split('.')[0];
    if (!/^(income|expense)\.[a-z0-9][a-z0-9-]{0,40}$/.test(command.to) || command.to.split('.')[0] !== side)
      throw new BadInput(
        'to',
        'Choose another category of the same side: what came in stays income, what went out an expense.',
      );
    if (command.to === command.from) throw new BadInput('to', 'It stands under this category already.');
    await this.categories.require(tx, { bookId: of.bookId, category: command.to, field: 'to' });
    const postings = reclassifiedPostings(await postingsOf(tx, command.entryId), command);
    if (postings.length === 0) throw new BadInput('from', 'Nothing of this entry stands under that category.');
    return {
      kind: 'RECLASSIFIED',
      effectiveOn: of.today,
      authority: { kind: 'DUTY', id: of.dutyId },
      eventId: entry.event_id,
      refs: { reclassifies: `E-${entry.seq}`, entryId: command.entryId },
      text: command.reason,
      postings,
    };
  }
}
