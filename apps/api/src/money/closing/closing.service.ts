import { Injectable } from '@nestjs/common';
import { nextPeriod } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import { passedDecision } from '../ledger/decisions.ts';

/** Closes the book month by month: what is over is filed, or adopted by a decision, and stays as it is. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Closes the period that comes next, up to the end of a month in it. For good: no entry is dated in it any more. Returns its id. */
  async close(actor: Actor, of: { groupId: string; until: string }): Promise<string> {
    if (!isId(of.groupId)) throw new NotFound();
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'book.close', { groupId: of.groupId });
      const { id: bookId } = await this.books.ofGroup(tx, of.groupId);
      await this.books.lock(tx, bookId);
      const book = (await row<{
        closed_until: string | null;
        last_seq: string;
        head_hash: Buffer;
        first: string | null;
      }>(
        tx,
        'SELECT closed_until, last_seq, head_hash, (SELECT min(effective_on) FROM ledger_entry WHERE book_id = b.id) AS first FROM book b WHERE id = $1',
        [bookId],
      ))!;
      const day = await today(tx, of.groupId);
      const next = nextPeriod({ closedUntil: book.closed_until, firstDay: book.first, today: day });
      if (!next) throw new Conflict('There is no month yet that is over and not closed.');
      if (of.until > next.until || of.until <= next.from)
        throw new BadInput('until', 'Choose the end of a month that is over and not closed yet.');
      const id = newId();
      try {
        await rows(
          tx,
          'INSERT INTO book_period (id, book_id, from_on, until_on, closed_by, entries, head_hash) VALUES ($1, $2, $3, $4, $5, $6, $7)',
          [id, bookId, next.from, of.until, actor.personId, book.last_seq, book.head_hash],
        );
      } catch (error) {
        if (constraintOf(error) === 'period_of_months')
          throw new BadInput('until', 'Choose the end of a month that is over and not closed yet.');
        throw error;
      }
      await this.told(tx, actor, { groupId: of.groupId, type: 'book.closed', until: of.until });
      return id;
    });
  }

  /** Notes the decision by which the group adopted the report of a period, once. */
  async adopt(actor: Actor, id: string, decision: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const period = isId(id)
        ? await row<{ group_id: string; book_id: string; until_on: string; proposal_id: string | null }>(
            tx,
            'SELECT b.group_id, d.book_id, d.until_on, d.proposal_id FROM book_period d JOIN book b ON b.id = d.book_id WHERE d.id = $1',
            [id],
          )
        : null;
      if (!period) throw new NotFound();
      const { group_id: groupId } = period;
      await this.policy.require(tx, actor, 'book.close', { groupId });
      await this.books.lock(tx, period.book_id);
      const proposalId = await passedDecision(tx, groupId, decision);
      const done = await rows(
        tx,
        'UPDATE book_period SET proposal_id = $2, adopted_at = clock_now() WHERE id = $1 AND proposal_id IS NULL RETURNING id',
        [id, proposalId],
      );
      if (done.length === 0) throw new Conflict('The report was adopted already.');
      await this.told(tx, actor, { groupId, type: 'book.report.adopted', until: period.until_on });
    });
  }

  private async told(
    tx: Parameters<GroupLog['append']>[0],
    actor: Actor,
    { groupId, type, until }: { groupId: string; type: string; until: string },
  ): Promise<void> {
    await this.log.append(tx, { chainId: groupId, type, actorId: actor.personId, facts: { until } });
    await this.outbox.announce(tx, { kind: 'BookClosed', groupId, payload: { until }, topics: [`group:${groupId}`] });
  }
}
