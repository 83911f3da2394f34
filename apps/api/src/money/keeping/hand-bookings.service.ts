import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row } from '../../platform/database/sql.ts';
import { Conflict } from '../../platform/graphql/errors.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { type Command, type EntryDraft, EntryMakers, type KeepContext } from './entry-makers.ts';

/** What entries by hand write: the entry itself, and what its maker keeps beside it. */
@Injectable()
export class HandBookings {
  constructor(
    private readonly books: BooksStore,
    private readonly ledger: LedgerService,
    private readonly makers: EntryMakers,
    private readonly outbox: Outbox,
  ) {}

  /** Books a draft. The caller holds the book. */
  async book(
    tx: EntityManager,
    of: KeepContext,
    by: { name: string; command: Command; draft: EntryDraft; key: string; refs: Record<string, string> },
  ): Promise<string> {
    const { draft, command } = by;
    const entryId = await this.ledger.post(tx, {
      ...draft,
      bookId: of.bookId,
      groupId: of.groupId,
      actorId: await this.ref(tx, of.bookId, of.personId),
      refs: { ...draft.refs, ...by.refs },
      key: by.key,
    });
    await this.makers.of(by.name).beside?.(tx, of, { command, entryId });
    const { groupId } = of;
    await this.outbox.announce(tx, {
      kind: 'EntryBooked',
      groupId,
      payload: { entryId },
      topics: [`group:${groupId}`],
    });
    return entryId;
  }

  /** Whose book, and by which duty they act; locks the book. CONFLICT for whoever does not keep it. */
  async context(tx: EntityManager, groupId: string, personId: string): Promise<KeepContext> {
    const book = await this.books.ofGroup(tx, groupId);
    await this.books.lock(tx, book.id);
    const dutyId = await this.books.treasurerDuty(tx, groupId, personId);
    if (!dutyId) throw new Conflict('Whoever asked for this does not keep the book any more. Decline it.');
    const day = await today(tx, groupId);
    const { closed_until: closedUntil } = (await row<{ closed_until: string | null }>(
      tx,
      'SELECT closed_until FROM book WHERE id = $1',
      [book.id],
    ))!;
    return { groupId, bookId: book.id, currency: book.currency, today: day, closedUntil, personId, dutyId };
  }

  /** A person's random id in the book. */
  async ref(tx: EntityManager, bookId: string, personId: string | null): Promise<string> {
    return (await this.books.personIn(tx, bookId, personId)).ref;
  }
}
