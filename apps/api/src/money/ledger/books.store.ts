import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { digitsOf } from '#libs/money';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId, newId } from '../../platform/ids.ts';
import { say } from '../../platform/words/words.ts';
import { lineTakenBack } from './decisions.ts';

export interface Fund {
  id: string;
  book_id: string;
  kind: 'general' | 'event' | 'project' | 'shortfall';
  event_id: string | null;
  name: string;
  account_id: string;
  currency: string;
  /** Given for a purpose: only its own lines spend it. */
  restricted: boolean;
}

export interface Line {
  id: string;
  book_id: string;
  account_id: string;
  fund_id: string;
  name: string;
  category: string | null;
  event_id: string | null;
  planned: string;
  spent: string;
  /** What open advances keep free of it for themselves. */
  advanced: string;
  authority_kind: 'DECISION' | 'RULE';
  authority_id: string;
  /** Held for a notice that does not stand yet. */
  reserved: boolean;
  /** Another decision took back the one that opened it: it is open for the advances on it only. */
  taken_back: boolean;
  closed_at: Date | null;
}

/** More than any community is ever short of. */
const MOST_SHORT = '1000000000000000';

/** Books, their accounts, funds and lines: the rows that money hangs on. */
@Injectable()
export class BooksStore {
  /** The book of a group. */
  async ofGroup(db: EntityManager, groupId: string): Promise<{ id: string; currency: string }> {
    const book = await row<{ id: string; currency: string }>(db, 'SELECT id, currency FROM book WHERE group_id = $1', [
      groupId,
    ]);
    if (!book) throw new Error('the group has no book');
    return book;
  }

  /** Takes the lock of a book: before any row of an expense, a contribution or a line. */
  async lock(tx: EntityManager, bookId: string): Promise<void> {
    await rows(tx, 'SELECT 1 FROM book WHERE id = $1 FOR NO KEY UPDATE', [bookId]);
  }

  /** A new book with the general fund, a bank and a cash account in the group's currency. */
  async begin(tx: EntityManager, groupId: string, currency: string): Promise<void> {
    const id = newId();
    await rows(tx, 'INSERT INTO book (id, group_id, currency) VALUES ($1, $2, $3)', [id, groupId, currency]);
    await this.account(tx, { bookId: id, class: 'HOLDING', path: 'assets:bank:main', currency });
    await this.account(tx, { bookId: id, class: 'HOLDING', path: 'assets:cash:till', currency });
    await this.fund(tx, { bookId: id, kind: 'general', name: 'General', eventId: null, slug: 'general', currency });
  }

  async fund(
    tx: EntityManager,
    of: { bookId: string; kind: Fund['kind']; name: string; eventId: string | null; slug: string; currency: string },
  ): Promise<string> {
    const id = newId();
    const accountId = await this.account(tx, {
      bookId: of.bookId,
      class: 'FUND',
      path: `equity:funds:${of.slug}`,
      currency: of.currency,
      ownerId: id,
    });
    await rows(tx, 'INSERT INTO fund (id, book_id, kind, event_id, name, account_id) VALUES ($1, $2, $3, $4, $5, $6)', [
      id,
      of.bookId,
      of.kind,
      of.eventId,
      of.name,
      accountId,
    ]);
    return id;
  }

  async findFund(db: EntityManager, bookId: string, id: string | null): Promise<Fund | null> {
    if (id !== null && !isId(id)) return null;
    return row<Fund>(
      db,
      `SELECT f.id, f.book_id, f.kind, f.event_id, f.name, f.account_id, f.restricted, a.currency FROM fund f JOIN ledger_account a ON a.id = f.account_id
       WHERE f.book_id = $1 AND f.closed_at IS NULL AND f.kind <> 'shortfall' AND CASE WHEN $2::uuid IS NULL THEN f.kind = 'general' ELSE f.id = $2 END`,
      [bookId, id],
    );
  }

  /** A fund where its money is in a currency: itself, or its twin abroad, opened when it is first needed. The caller holds the book. */
  async fundAbroad(tx: EntityManager, fund: Fund, currency: string): Promise<{ id: string; account_id: string }> {
    if (fund.currency === currency) return fund;
    const own = (await row<{ path: string }>(tx, 'SELECT path FROM ledger_account WHERE id = $1', [fund.account_id]))!;
    const twin = await row<{ id: string; account_id: string }>(
      tx,
      `SELECT f.id, f.account_id FROM fund f JOIN ledger_account a ON a.id = f.account_id
       WHERE f.book_id = $1 AND a.path = $2 AND a.currency = $3 AND f.closed_at IS NULL`,
      [fund.book_id, own.path, currency],
    );
    if (twin) return twin;
    const id = await this.fund(tx, {
      bookId: fund.book_id,
      kind: 'project',
      name: `${fund.name} ${currency}`,
      eventId: null,
      slug: own.path.replace('equity:funds:', ''),
      currency,
    });
    return { id, account_id: (await this.fundAccount(tx, id))! };
  }

  async fundAccount(db: EntityManager, fundId: string): Promise<string | null> {
    return (await row<{ id: string }>(db, 'SELECT account_id AS id FROM fund WHERE id = $1', [fundId]))?.id ?? null;
  }

  /** The account of what has happened without money for it, made when first needed: the one fund that may be overdrawn. */
  async shortfall(tx: EntityManager, bookId: string, currency: string): Promise<string> {
    const path = 'equity:funds:shortfall';
    const held = await row(tx, 'SELECT 1 FROM ledger_account WHERE book_id = $1 AND path = $2 AND currency = $3', [
      bookId,
      path,
      currency,
    ]);
    const accountId = await this.account(tx, { bookId, class: 'FUND', path, currency, overdraft: MOST_SHORT });
    if (!held)
      await rows(tx, `INSERT INTO fund (id, book_id, kind, name, account_id) VALUES ($1, $2, 'shortfall', $3, $4)`, [
        newId(),
        bookId,
        'Shortfall',
        accountId,
      ]);
    return accountId;
  }

  async line(db: EntityManager, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<Line | null> {
    if (!isId(id)) return null;
    if (lock) await rows(db, 'SELECT 1 FROM budget_line WHERE id = $1 FOR UPDATE', [id]);
    return row<Line>(
      db,
      `SELECT l.*, f.id AS fund_id, ${lineTakenBack} AS taken_back
       FROM budget_line l JOIN fund f ON f.account_id = l.account_id WHERE l.id = $1`,
      [id],
    );
  }

  /** What a fund can still spend: credits less debits less what lines hold. */
  async available(db: EntityManager, accountId: string): Promise<bigint> {
    const balance = await row<{ n: string }>(
      db,
      'SELECT (credits - debits - held)::text AS n FROM account_balance WHERE account_id = $1',
      [accountId],
    );
    return BigInt(balance?.n ?? '0');
  }

  /** An account by its path, opened when it is first needed. */
  async account(
    tx: EntityManager,
    of: {
      bookId: string;
      class: 'HOLDING' | 'PARTY' | 'FUND' | 'TRADING' | 'SPLIT';
      path: string;
      currency: string;
      ownerId?: string;
      overdraft?: string;
      splitId?: string;
    },
  ): Promise<string> {
    const found = await row<{ id: string }>(
      tx,
      'SELECT id FROM ledger_account WHERE book_id = $1 AND path = $2 AND currency = $3',
      [of.bookId, of.path, of.currency],
    );
    if (found) return found.id;
    const id = newId();
    await rows(
      tx,
      'INSERT INTO ledger_account (id, book_id, class, path, currency, exponent, owner_id, overdraft_limit, split_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [
        id,
        of.bookId,
        of.class,
        of.path,
        of.currency,
        digitsOf(of.currency),
        of.ownerId ?? null,
        of.overdraft ?? '0',
        of.splitId ?? null,
      ],
    );
    return id;
  }

  /**
   * An account of the group where money of a currency lies: the one asked for, or its bank. Throws BAD_USER_INPUT naming `holdingId` for any that is
   * not its own, is closed or is kept in another currency.
   */
  async holding(
    tx: EntityManager,
    of: { bookId: string; currency: string; id?: string | null | undefined },
  ): Promise<string> {
    const { bookId, currency, id } = of;
    if (id === undefined || id === null)
      return this.account(tx, { bookId, class: 'HOLDING', path: 'assets:bank:main', currency });
    const found = isId(id)
      ? await row(
          tx,
          `SELECT 1 FROM ledger_account WHERE id = $1 AND book_id = $2 AND class = 'HOLDING' AND currency = $3 AND closed_at IS NULL`,
          [id, bookId, currency],
        )
      : null;
    if (!found) throw new BadInput('holdingId', say`Choose an account of the group that is kept in ${currency}.`);
    return id;
  }

  /** The running duty by which somebody keeps the book; null for who is no treasurer. */
  async treasurerDuty(tx: EntityManager, groupId: string, personId: string | null): Promise<string | null> {
    const held = await row<{ id: string }>(
      tx,
      `SELECT d.id FROM duty d JOIN membership m ON m.id = d.membership_id WHERE m.group_id = $1 AND m.person_id = $2 AND d.kind = 'treasurer' AND d.to_at IS NULL`,
      [groupId, personId],
    );
    return held?.id ?? null;
  }

  /**
   * A person's random id and handle in a book, made when first needed: the chain never holds the person's own id. Somebody who is but a name has
   * no row here: they get new ones, to be kept where they are named.
   */
  async personIn(tx: EntityManager, bookId: string, personId: string | null): Promise<{ ref: string; handle: string }> {
    const fresh = { ref: newId(), handle: `p-${randomBytes(5).toString('hex')}` };
    if (personId === null) return fresh;
    const made = await row<{ ref: string; handle: string }>(
      tx,
      'INSERT INTO book_person (book_id, person_id, ref, handle) VALUES ($1, $2, $3, $4) ON CONFLICT (book_id, person_id) DO NOTHING RETURNING ref, handle',
      [bookId, personId, fresh.ref, fresh.handle],
    );
    return (
      made ??
      (await row<{ ref: string; handle: string }>(
        tx,
        'SELECT ref, handle FROM book_person WHERE book_id = $1 AND person_id = $2',
        [bookId, personId],
      ))!
    );
  }

  async nextNumber(tx: EntityManager, table: 'expense' | 'contribution', bookId: string): Promise<number> {
    const last = await row<{ n: number }>(
      tx,
      `SELECT coalesce(max(number), 0)::int AS n FROM ${table} WHERE book_id = $1`,
      [bookId],
    );
    return (last?.n ?? 0) + 1;
  }
}
