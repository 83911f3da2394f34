import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import type { BookCategories } from './categories.graphql.ts';

type BookCategoriesJson = Omit<BookCategories, 'canKeep'>;

const listSql = `
SELECT json_build_object('id', b.id,
  'names', coalesce((SELECT json_agg(json_build_object('category', c.category, 'name', c.name) ORDER BY c.category) FROM book_category c WHERE c.book_id = b.id AND c.name IS NOT NULL), '[]'),
  'list', coalesce((SELECT json_agg(json_build_object('category', c.category, 'kind', split_part(c.category, '.', 1), 'name', c.name, 'kept', c.kept, 'archived', c.archived_at IS NOT NULL,
      'used', (SELECT count(DISTINCT k.month) FROM ledger_account a JOIN account_month k ON k.account_id = a.id AND k.category = c.category WHERE a.book_id = b.id AND a.class = 'FUND')) ORDER BY split_part(c.category, '.', 1) DESC, c.archived_at IS NOT NULL, c.sort, c.category)
    FROM book_category c WHERE c.book_id = b.id), '[]')) AS json
FROM book b WHERE b.group_id = ${groupIdOf('$1')}`;

/** Reads of the categories of a book. */
@Injectable()
export class CategoriesStore {
  async of(db: EntityManager, actor: Actor, handle: string): Promise<BookCategoriesJson | null> {
    const [found] = await together<BookCategoriesJson>(db, actor, {
      name: 'book_categories',
      text: listSql,
      values: [handle],
    });
    return found ?? null;
  }

  /** Throws BAD_USER_INPUT at a field for a category that the book does not know, or that is archived. */
  async require(db: EntityManager, of: { bookId: string; category: string; field: string }): Promise<void> {
    const found = await row<{ open: boolean }>(
      db,
      'SELECT archived_at IS NULL AS open FROM book_category WHERE book_id = $1 AND category = $2',
      [of.bookId, of.category],
    );
    if (!found) throw new BadInput(of.field, 'This is none of the categories of the group. Choose one of them.');
    if (!found.open) throw new BadInput(of.field, 'This category is not used any more. Choose another.');
  }

  /** As `require`, of the rows of a plan: a fault names `rows.2.category` for the third one. */
  async requireInRows(
    db: EntityManager,
    of: { bookId: string; rows: readonly { readonly category: string | null }[] },
  ): Promise<void> {
    const asked = of.rows.flatMap(({ category }, at) => (category === null ? [] : [{ category, at }]));
    if (asked.length === 0) return;
    const open = await rows<{ category: string }>(
      db,
      'SELECT category FROM book_category WHERE book_id = $1 AND archived_at IS NULL AND category = ANY($2)',
      [of.bookId, asked.map(({ category }) => category)],
    );
    const other = asked.find(({ category }) => !open.some((one) => one.category === category));
    if (other)
      await this.require(db, { bookId: of.bookId, category: other.category, field: `rows.${other.at}.category` });
  }
}
