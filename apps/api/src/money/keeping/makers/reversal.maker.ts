import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isReversibleKind } from '#libs/money';
import { row } from '../../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../../platform/graphql/errors.ts';
import { GroupLog } from '../../../platform/log/group-log.ts';
import { Outbox } from '../../../platform/outbox/outbox.ts';
import { isMoved, negationOf } from '../../ledger/entries.ts';
import type { EntryDraft, EntryMaker, KeepContext } from '../entry-makers.ts';

export interface ReversalCommand {
  readonly [key: string]: unknown;
  readonly entryId: string;
  readonly reason: string;
}

/** A whole entry taken back by its exact negation, once (L12). Entries of expenses and bills go back by steps of their own. */
@Injectable()
export class ReversalMaker implements EntryMaker {
  readonly operation = 'entry.reverse';
  readonly once = 'entryId';

  constructor(
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  async make(tx: EntityManager, of: KeepContext, command: ReversalCommand): Promise<EntryDraft> {
    const entry = await row<{ kind: string; seq: string; event_id: string | null; gone: boolean; moved: boolean }>(
      tx,
      `SELECT e.kind, e.seq, e.event_id, EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id) AS gone,
         ${isMoved('e.id')} AS moved
       FROM ledger_entry e WHERE e.id = $1 AND e.book_id = $2`,
      [command.entryId, of.bookId],
    );
    if (!entry) throw new NotFound();
    if (command.reason === '') throw new BadInput('reason', 'Say why, in a few words.');
    if (!isReversibleKind(entry.kind))
      throw new Conflict(
        'This entry belongs to an expense or is itself a reversal; it goes back by the expense’s own steps.',
      );
    if (entry.gone) throw new Conflict('This entry was taken back already.');
    if (entry.moved)
      throw new Conflict('This entry was put under another category since. Take that entry back first, then this one.');
    return {
      kind: 'REVERSAL',
      effectiveOn: of.today,
      authority: { kind: 'DUTY', id: of.dutyId },
      eventId: entry.event_id,
      reversesId: command.entryId,
      refs: { reverses: `E-${entry.seq}` },
      text: command.reason,
      postings: (await negationOf(tx, command.entryId)).toReversed(),
    };
  }

  async beside(
    tx: EntityManager,
    of: KeepContext,
    { command }: { command: ReversalCommand; entryId: string | null },
  ): Promise<void> {
    await this.log.append(tx, {
      chainId: of.groupId,
      type: 'entry.reversed',
      actorId: of.personId,
      facts: { entry: command.entryId },
      detail: { reason: command.reason },
    });
    await this.outbox.announce(tx, {
      kind: 'EntryReversed',
      groupId: of.groupId,
      payload: { entryId: command.entryId },
      topics: [`group:${of.groupId}`],
    });
  }
}
