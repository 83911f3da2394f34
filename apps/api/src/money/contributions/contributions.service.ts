import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row } from '../../platform/database/sql.ts';
import { Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { longText } from '../../platform/names.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { Arrivals } from './arrivals.service.ts';
import { readEmail, readForFund } from './gift-fields.ts';
import { ContributionsStore } from './contributions.store.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { RecordContributionInput } from './contributions.graphql.ts';

/** Money that came without a promise. */
@Injectable()
export class ContributionsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly store: ContributionsStore,
    private readonly arrivals: Arrivals,
  ) {}

  /** Books money that came without a promise. The client's key makes a second sending the same contribution. Returns the id of the entry. */
  async record(actor: Actor, input: RecordContributionInput): Promise<string> {
    if (!isId(input.groupId)) throw new NotFound();
    const giver = longText('giver', input.giver, { what: 'The name', max: 120 });
    const email = readEmail(input.email);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'contribution.record', { groupId: input.groupId });
      const book = await this.books.ofGroup(tx, input.groupId);
      await this.books.lock(tx, book.id);
      const { fund, minor } = await readForFund(tx, this.books, { bookId: book.id, ...input });
      const key = `p:${actor.personId}:${input.idempotencyKey}`;
      const before = await row<{ id: string; category: string }>(
        tx,
        'SELECT c.id, c.category FROM ledger_entry e JOIN contribution_receipt r ON r.entry_id = e.id JOIN contribution c ON c.id = r.contribution_id WHERE e.book_id = $1 AND e.idempotency_key = $2',
        [book.id, key],
      );
      if (before && before.category !== (input.category ?? before.category))
        throw new Conflict('This was already booked with other content. Reload the page.');
      const path = input.heldIn === 'cash' ? 'assets:cash:till' : 'assets:bank:main';
      return this.arrivals.received(tx, {
        contributionId:
          before?.id ??
          (
            await this.store.add(tx, {
              bookId: book.id,
              kind: 'gift',
              fundId: fund.id,
              category: input.category,
              currency: fund.currency,
              pledged: 0n,
              giver,
              email,
              locale: actor.locale,
            })
          ).id,
        minor,
        day: input.receivedOn,
        holding: await this.books.account(tx, { bookId: book.id, class: 'HOLDING', path, currency: fund.currency }),
        key,
        actor,
        evidence: '',
      });
    });
  }
}
