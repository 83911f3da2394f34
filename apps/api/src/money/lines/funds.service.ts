import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';

/** The purses of a book beside the general one. */
@Injectable()
export class FundsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Gives an event a purse of its own, once. Returns the id of the fund. */
  async openForEvent(actor: Actor, of: { groupId: string; eventId: string }): Promise<string> {
    if (!isId(of.groupId)) throw new NotFound();
    try {
      return await this.database.transaction(async (tx) => {
        await this.policy.require(tx, actor, 'fund.open', { groupId: of.groupId });
        const event = isId(of.eventId)
          ? await row<{ title: string }>(
              tx,
              `SELECT title FROM event WHERE id = $1 AND group_id = $2 AND status <> 'draft'`,
              [of.eventId, of.groupId],
            )
          : null;
        if (!event) throw new BadInput('eventId', 'This event is not one of the group.');
        const book = await this.books.ofGroup(tx, of.groupId);
        await this.books.lock(tx, book.id);
        const id = await this.books.fund(tx, {
          bookId: book.id,
          kind: 'event',
          name: event.title,
          eventId: of.eventId,
          slug: `event-${of.eventId}`,
          currency: book.currency,
        });
        await this.log.append(tx, {
          chainId: of.groupId,
          type: 'fund.opened',
          actorId: actor.personId,
          facts: { fund: id, event: of.eventId },
        });
        await this.outbox.announce(tx, {
          kind: 'FundOpened',
          groupId: of.groupId,
          payload: { fundId: id },
          topics: [`group:${of.groupId}`],
        });
        return id;
      });
    } catch (error) {
      if (constraintOf(error) === 'fund_of_event') throw new Conflict('This event has a fund already.');
      throw error;
    }
  }
}
