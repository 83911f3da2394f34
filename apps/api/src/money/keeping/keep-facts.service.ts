import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row } from '../../platform/database/sql.ts';
import { hasCome, isDay } from '../../platform/days.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { isId } from '../../platform/ids.ts';
import { say } from '../../platform/words/words.ts';
import { BooksStore, type Fund } from '../ledger/books.store.ts';
import type { KeepContext } from './entry-makers.ts';

export interface Holding {
  readonly id: string;
  readonly path: string;
  readonly currency: string;
  readonly balance: bigint;
}

/** What entries by hand are made of: accounts, funds, days, each checked with words that name the field. */
@Injectable()
export class KeepFacts {
  constructor(private readonly books: BooksStore) {}

  /** An open account of the group where money lies, and what the book says is in it. */
  async holding(tx: EntityManager, { bookId }: KeepContext, id: string, field = 'holdingId'): Promise<Holding> {
    const found = isId(id)
      ? await row<{ id: string; path: string; currency: string; n: string }>(
          tx,
          `SELECT a.id, a.path, a.currency, (w.debits - w.credits)::text AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id
           WHERE a.id = $1 AND a.book_id = $2 AND a.class = 'HOLDING' AND a.closed_at IS NULL`,
          [id, bookId],
        )
      : null;
    if (!found) throw new BadInput(field, 'Choose one of the accounts of the group.');
    return { id: found.id, path: found.path, currency: found.currency, balance: BigInt(found.n) };
  }

  /** An open fund, the general one where none is named; the shortfall only where `orShortfall`. */
  async fund(
    tx: EntityManager,
    { bookId }: KeepContext,
    of: { id: string | null; field?: string; orShortfall?: boolean },
  ): Promise<Fund> {
    const field = of.field ?? 'fundId';
    const found =
      (await this.books.findFund(tx, bookId, of.id)) ??
      (of.orShortfall && of.id && isId(of.id)
        ? await row<Fund>(
            tx,
            `SELECT f.id, f.book_id, f.kind, f.event_id, f.name, f.account_id, a.currency FROM fund f JOIN ledger_account a ON a.id = f.account_id
             WHERE f.book_id = $1 AND f.id = $2 AND f.kind = 'shortfall' AND f.closed_at IS NULL`,
            [bookId, of.id],
          )
        : null);
    if (!found) throw new BadInput(field, 'This fund is not there any more. Choose another.');
    return found;
  }

  /** The account of a fund for a currency: its own, or that of its twin abroad, opened when it is first needed. */
  async fundIn(tx: EntityManager, _: KeepContext, fund: Fund, currency: string): Promise<string> {
    return (await this.books.fundAbroad(tx, fund, currency)).account_id;
  }

  /** The account that a fact is booked on: the fund, or the shortfall where the fund can not bear it. */
  async bearing(
    tx: EntityManager,
    { bookId }: KeepContext,
    of: { accountId: string; currency: string; minor: bigint },
  ): Promise<string> {
    if (of.minor <= 0n || (await this.books.available(tx, of.accountId)) >= of.minor) return of.accountId;
    return this.books.shortfall(tx, bookId, of.currency);
  }

  /** A day that has come; today where none is given. */
  day({ today, closedUntil }: KeepContext, on: string | null, field = 'on'): string {
    if (!on) return today;
    if (!isDay(on)) throw new BadInput(field, 'Write the day as 2026-03-31.');
    hasCome(field, on, today);
    if (closedUntil !== null && on <= closedUntil)
      throw new BadInput(field, say`The book is closed until ${closedUntil}. Choose a later day.`);
    return on;
  }

  /** An amount above nothing in a currency. */
  amount(of: { minor: string; currency: string }, currency: string, field = 'amount'): bigint {
    if (of.currency !== currency)
      throw new BadInput(field, say`This is kept in ${currency}, so the amount must be in ${currency}.`);
    const minor = BigInt(of.minor);
    if (minor <= 0n || minor > MOST) throw new BadInput(field, 'The amount must be more than nothing.');
    return minor;
  }

  /** A cost on the way: none, or an amount of nothing or more. */
  fee(of: { minor: string; currency: string } | null, currency: string): bigint {
    return of === null || of.minor === '0' ? 0n : this.amount(of, currency, 'fee');
  }

  /** Cash that is not in the box can not be carried away from it. */
  enough(from: Holding, minor: bigint): void {
    if (from.path.startsWith('assets:bank:') || from.balance >= minor) return;
    const has = { minor: from.balance, currency: from.currency };
    throw new BadInput('amount', say`By the book there is ${has} in it. Count it first if there is more.`);
  }
}

const MOST = 10n ** 15n;
