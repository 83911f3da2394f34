import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { isCurrency } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { requiredName } from '../../platform/names.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { SHARES_ACCOUNT } from '../shares/shares.store.ts';

const MOST_ACCOUNTS = 40;
const usual = ['assets:bank:main', 'assets:cash:till'];

/** The accounts where money lies: opened, named, and closed once they are empty. */
@Injectable()
export class HoldingsService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** Opens a bank account or a cash box. Its path holds a number; the name stands beside it. Returns its id. */
  async open(
    actor: Actor,
    of: { groupId: string; kind: 'bank' | 'cash'; name: string; currency: string },
  ): Promise<string> {
    if (!isId(of.groupId)) throw new NotFound();
    const name = requiredName('name', of.name, { what: 'The name', max: 80 });
    if (!isCurrency(of.currency))
      throw new BadInput('currency', say`"${of.currency.slice(0, 10)}" is no currency we know.`);
    return this.database.transaction(async (tx) => {
      await this.policy.require(tx, actor, 'account.keep', { groupId: of.groupId });
      const book = await this.books.ofGroup(tx, of.groupId);
      await this.books.lock(tx, book.id);
      const { n, open } = (await row<{ n: number; open: number }>(
        tx,
        `SELECT count(DISTINCT path)::int AS n, count(*) FILTER (WHERE closed_at IS NULL)::int AS open FROM ledger_account WHERE book_id = $1 AND class = 'HOLDING'`,
        [book.id],
      ))!;
      if (open >= MOST_ACCOUNTS) throw new Conflict('A book has 40 open accounts at most. Close one first.');
      const path = `assets:${of.kind}:${of.kind === 'bank' ? 'account' : 'box'}-${n + 1}`;
      const id = await this.books.account(tx, { bookId: book.id, class: 'HOLDING', path, currency: of.currency });
      await rows(tx, 'INSERT INTO holding (account_id, book_id, name) VALUES ($1, $2, $3)', [id, book.id, name]);
      await this.told(tx, actor, { groupId: of.groupId, type: 'account.opened', id });
      return id;
    });
  }

  async rename(actor: Actor, id: string, typed: string): Promise<void> {
    const name = requiredName('name', typed, { what: 'The name', max: 80 });
    await this.database.transaction(async (tx) => {
      const { groupId, bookId } = await this.held(tx, actor, id);
      await rows(
        tx,
        'INSERT INTO holding (account_id, book_id, name) VALUES ($1, $2, $3) ON CONFLICT (account_id) DO UPDATE SET name = excluded.name',
        [id, bookId, name],
      );
      await this.told(tx, actor, { groupId, type: 'account.renamed', id });
    });
  }

  /** Closes an account for good. The database refuses one that is not empty (L17). */
  async close(actor: Actor, id: string): Promise<void> {
    try {
      await this.database.transaction(async (tx) => {
        const { groupId, path } = await this.held(tx, actor, id);
        if (usual.includes(path))
          throw new Conflict('Money is booked here where nothing else is said, so this account stays open.');
        if (path === SHARES_ACCOUNT)
          throw new Conflict('What groups give each other is booked here, so this account stays open.');
        await rows(tx, 'UPDATE ledger_account SET closed_at = clock_now() WHERE id = $1 AND closed_at IS NULL', [id]);
        await this.told(tx, actor, { groupId, type: 'account.closed', id });
      });
    } catch (error) {
      if (constraintOf(error) === 'closed_account_empty')
        throw new Conflict('There is money in it by the book. Carry it over to another account first, then close it.');
      throw error;
    }
  }

  private async held(
    tx: EntityManager,
    actor: Actor,
    id: string,
  ): Promise<{ groupId: string; bookId: string; path: string }> {
    const found = isId(id)
      ? await row<{ group_id: string; book_id: string; path: string }>(
          tx,
          `SELECT b.group_id, a.book_id, a.path FROM ledger_account a JOIN book b ON b.id = a.book_id WHERE a.id = $1 AND a.class = 'HOLDING'`,
          [id],
        )
      : null;
    if (!found) throw new NotFound();
    await this.policy.require(tx, actor, 'account.keep', { groupId: found.group_id });
    await this.books.lock(tx, found.book_id);
    return { groupId: found.group_id, bookId: found.book_id, path: found.path };
  }

  private async told(
    tx: EntityManager,
    actor: Actor,
    { groupId, type, id }: { groupId: string; type: string; id: string },
  ): Promise<void> {
    await this.log.append(tx, { chainId: groupId, type, actorId: actor.personId, facts: { account: id } });
    await this.outbox.announce(tx, {
      kind: 'AccountChanged',
      groupId,
      payload: { accountId: id },
      topics: [`group:${groupId}`],
    });
  }
}
