import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ContributionFacts } from '#libs/money';
import { row } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { CategoriesStore } from '../categories/categories.store.ts';
import { BooksStore } from '../ledger/books.store.ts';

export const contributionKinds = { GIFT: 'gift', DUES: 'dues', TICKET: 'ticket', GRANT: 'grant' } as const;
export type ContributionKind = (typeof contributionKinds)[keyof typeof contributionKinds];

/** The category in which each kind comes in. */
export const categoryOf: Readonly<Record<ContributionKind, string>> = {
  gift: 'income.contributions',
  dues: 'income.dues',
  ticket: 'income.tickets',
  grant: 'income.grants',
};

export interface ContributionRow {
  id: string;
  book_id: string;
  group_id: string;
  number: number;
  kind: ContributionKind;
  fund_id: string;
  giver: string;
  person_id: string | null;
  category: string;
  currency: string;
  pledged: string;
  due_on: string | null;
  closed: ContributionFacts['closed'];
  event_id: string | null;
  /** Sums of its receipts and of its booked refunds whose entries stand. */
  received: string;
  refunded: string;
}

/** What a new contribution is: a promise, or, with nothing pledged, money that came without one. */
export interface NewContribution {
  readonly bookId: string;
  readonly kind: ContributionKind;
  readonly fundId: string;
  /** Another category of the group's list than that of its kind. */
  readonly category?: string | null | undefined;
  readonly currency: string;
  readonly pledged: bigint;
  readonly personId?: string | null;
  readonly giver?: string;
  readonly email?: string | null;
  readonly locale?: string;
  readonly dueOn?: string | null;
  readonly purpose?: string;
  readonly eventId?: string | null;
  readonly repeatedId?: string | null;
  readonly period?: string | null;
}

/** Rows of contributions. */
@Injectable()
export class ContributionsStore {
  constructor(
    private readonly books: BooksStore,
    private readonly listed: CategoriesStore,
  ) {}

  /** A contribution with its sums; throws NOT_FOUND. */
  async find(db: EntityManager, id: string): Promise<ContributionRow> {
    const found = isId(id)
      ? await row<ContributionRow>(
          db,
          `SELECT c.id, c.book_id, b.group_id, c.number, c.kind, c.fund_id, c.giver, c.person_id, c.category, c.currency, c.pledged::text AS pledged, c.due_on::text AS due_on,
             c.closed, c.event_id, c.received::text AS received, c.given_back::text AS refunded
           FROM contribution c JOIN book b ON b.id = c.book_id WHERE c.id = $1`,
          [id],
        )
      : null;
    if (!found) throw new NotFound();
    return found;
  }

  /** As `find`, with book and row locked in this order, read after the locks. */
  async hold(tx: EntityManager, id: string): Promise<ContributionRow> {
    const { book_id: bookId } = await this.find(tx, id);
    await this.books.lock(tx, bookId);
    await row(tx, 'SELECT 1 FROM contribution WHERE id = $1 FOR UPDATE', [id]);
    return this.find(tx, id);
  }

  /** What is held comes in under another category of the group's list than that of its kind, as long as nothing of it has come. Throws BAD_USER_INPUT or CONFLICT. */
  async comesUnder(tx: EntityManager, held: ContributionRow, category: string): Promise<void> {
    if (category === held.category) return;
    await this.requireIncome(tx, held.book_id, category);
    const changed = await row(
      tx,
      'UPDATE contribution c SET category = $2 WHERE id = $1 AND NOT EXISTS (SELECT FROM contribution_receipt r WHERE r.contribution_id = c.id) RETURNING 1',
      [held.id, category],
    );
    if (!changed) throw new Conflict('A part of it has come in already. The rest comes in under the same category.');
  }

  private async requireIncome(tx: EntityManager, bookId: string, category: string): Promise<void> {
    if (!category.startsWith('income.')) throw new BadInput('category', 'Say what kind of income it is.');
    await this.listed.require(tx, { bookId, category, field: 'category' });
  }

  /** Writes a new contribution under the next number of its book, which the caller holds. Throws BAD_USER_INPUT for a category that the group does not use. */
  async add(tx: EntityManager, of: NewContribution): Promise<{ id: string; number: number }> {
    const category = of.category ?? categoryOf[of.kind];
    if (category !== categoryOf[of.kind]) await this.requireIncome(tx, of.bookId, category);
    const id = newId();
    const number = await this.books.nextNumber(tx, 'contribution', of.bookId);
    await row(
      tx,
      `INSERT INTO contribution (id, book_id, number, kind, fund_id, category, currency, pledged, person_id, giver, email, locale, due_on, purpose, event_id, repeated_id, period)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::date, $14, $15, $16, $17::date)`,
      [
        id,
        of.bookId,
        number,
        of.kind,
        of.fundId,
        category,
        of.currency,
        of.pledged.toString(),
        of.personId ?? null,
        of.giver ?? '',
        of.email ?? null,
        of.locale ?? 'en',
        of.dueOn ?? null,
        of.purpose ?? '',
        of.eventId ?? null,
        of.repeatedId ?? null,
        of.period ?? null,
      ],
    );
    return { id, number };
  }
}

/** What the rules ask of a contribution. */
export function factsOf(c: ContributionRow): ContributionFacts {
  return {
    pledged: BigInt(c.pledged),
    received: BigInt(c.received),
    refunded: BigInt(c.refunded),
    dueOn: c.due_on,
    closed: c.closed,
  };
}
