import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { categorySlug } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { constraintOf, Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { GroupLog } from '../../platform/log/group-log.ts';
import { requiredName } from '../../platform/names.ts';
import { Outbox } from '../../platform/outbox/outbox.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { CategoryKind } from './categories.graphql.ts';

const MOST = 100;
type Change = 'added' | 'renamed' | 'archived' | 'restored' | 'ordered';

/** The treasurer keeps the list of categories: what stands in the book keeps its path, whatever it is called. */
@Injectable()
export class CategoriesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly log: GroupLog,
    private readonly outbox: Outbox,
  ) {}

  /** A new category at the end of its side. Returns its path, which stands for good. */
  add(actor: Actor, of: { groupId: string; kind: CategoryKind; name: string }): Promise<string> {
    const name = nameOf(of.name);
    return this.change(actor, of.groupId, 'added', async (tx, bookId) => {
      const held = await rows<{ slug: string; sort: number }>(
        tx,
        `SELECT split_part(category, '.', 2) AS slug, CASE WHEN kept THEN 0 ELSE sort END AS sort FROM book_category WHERE book_id = $1 AND split_part(category, '.', 1) = $2`,
        [bookId, of.kind],
      );
      if (held.length >= MOST)
        throw new Conflict('That are enough categories: rename one that is not needed any more.');
      const category = `${of.kind}.${categorySlug(name, new Set(held.map(({ slug }) => slug)))}`;
      await rows(tx, 'INSERT INTO book_category (book_id, category, name, sort) VALUES ($1, $2, $3, $4)', [
        bookId,
        category,
        name,
        Math.max(0, ...held.map(({ sort }) => sort)) + 1,
      ]);
      return category;
    });
  }

  /** Calls it otherwise; without a name one of ours is called by our word again. */
  async rename(actor: Actor, of: { groupId: string; category: string; name: string }): Promise<void> {
    const name = of.name.trim() === '' ? null : nameOf(of.name);
    await this.change(actor, of.groupId, 'renamed', async (tx, bookId) => {
      if (name === null && !(await this.isOurs(tx, of.category))) nameOf('');
      await this.set(tx, { bookId, category: of.category, set: 'name = $3', value: name });
      return of.category;
    });
  }

  /** Forms do not offer it any more, or again. What stands under it stays. */
  async archive(actor: Actor, of: { groupId: string; category: string; archived: boolean }): Promise<void> {
    await this.change(actor, of.groupId, of.archived ? 'archived' : 'restored', async (tx, bookId) => {
      if (of.archived && (await this.isLast(tx, bookId, of.category)))
        throw new Conflict('This is the last one that an expense can stand under. Add another first.');
      const set = 'archived_at = CASE WHEN $3::boolean THEN coalesce(archived_at, clock_now()) END';
      await this.set(tx, { bookId, category: of.category, set, value: of.archived });
      return of.category;
    });
  }

  /** Puts the categories of one side in this order; those that are not named follow. */
  async order(actor: Actor, of: { groupId: string; categories: readonly string[] }): Promise<void> {
    await this.change(actor, of.groupId, 'ordered', async (tx, bookId) => {
      await rows(
        tx,
        `UPDATE book_category c SET sort = o.n FROM (
           SELECT k.category, row_number() OVER (ORDER BY array_position($2::text[], k.category) NULLS LAST, k.sort, k.category) AS n
           FROM book_category k WHERE k.book_id = $1 AND split_part(k.category, '.', 1) = split_part(($2::text[])[1], '.', 1)) o
         WHERE c.book_id = $1 AND c.category = o.category`,
        [bookId, of.categories],
      );
      return of.categories[0] ?? '';
    });
  }

  private async set(
    tx: EntityManager,
    of: { bookId: string; category: string; set: string; value: unknown },
  ): Promise<void> {
    const changed = await rows(
      tx,
      `UPDATE book_category SET ${of.set} WHERE book_id = $1 AND category = $2 RETURNING 1`,
      [of.bookId, of.category, of.value],
    );
    if (changed.length === 0) throw new NotFound();
  }

  /** Whether every book begins with it: for those we have words. */
  private async isOurs(tx: EntityManager, category: string): Promise<boolean> {
    return (await row(tx, 'SELECT 1 FROM default_categories() d WHERE d.category = $1', [category])) !== null;
  }

  private async isLast(tx: EntityManager, bookId: string, category: string): Promise<boolean> {
    const other = await row(
      tx,
      `SELECT 1 FROM book_category WHERE book_id = $1 AND category <> $2 AND category LIKE 'expense.%' AND NOT kept AND archived_at IS NULL LIMIT 1`,
      [bookId, category],
    );
    return category.startsWith('expense.') && other === null;
  }

  private async change(
    actor: Actor,
    groupId: string,
    what: Change,
    work: (tx: EntityManager, bookId: string) => Promise<string>,
  ): Promise<string> {
    if (!isId(groupId)) throw new NotFound();
    try {
      return await this.database.transaction(async (tx) => {
        await this.policy.require(tx, actor, 'category.keep', { groupId });
        const book = await this.books.ofGroup(tx, groupId);
        await this.books.lock(tx, book.id);
        const category = await work(tx, book.id);
        await this.log.append(tx, {
          chainId: groupId,
          type: `category.${what}`,
          actorId: actor.personId,
          facts: { category },
        });
        await this.outbox.announce(tx, {
          kind: 'CategoriesChanged',
          groupId,
          payload: { category },
          topics: [`group:${groupId}`],
        });
        return category;
      });
    } catch (error) {
      if (constraintOf(error) === 'category_name')
        throw new BadInput('name', 'There is a category of this name already.');
      if (constraintOf(error) === 'category_kept')
        throw new Conflict('Dues, fees and the like are booked under this one by themselves, so it stays.');
      throw error;
    }
  }
}

const nameOf = (name: string): string => requiredName('name', name, { what: 'The name of the category', max: 60 });
