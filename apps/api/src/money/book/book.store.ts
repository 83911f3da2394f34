import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { together } from '../../platform/database/together.ts';
import type { Cursor } from '../../platform/graphql/connection.ts';
import { type MoneyValue, moneyValue } from '../../platform/graphql/money.type.ts';
import { type BookPart, bookSql, entriesSql, figureEntriesSql, headSql, LATEST, pastBookSql } from './book.sql.ts';
import type { Figure } from './figures.ts';
import { figureSumSql } from './figures.sql.ts';
import type { Book, BookCategory, BookMonth, BudgetLine, Entry, EntryAlone, FundFigures } from './book.graphql.ts';

/** A fund and a line as the database writes them: amounts as text, the currency beside them. */
export type FundJson = InText<FundFigures, 'balance' | 'unpaid' | 'held' | 'available'>;
export type LineJson = InText<BudgetLine, 'planned' | 'spent' | 'paid' | 'left' | 'advanced'>;
type InText<T, K extends keyof T> = Omit<T, K> & { currency: string } & Record<K, string>;

interface BookJson {
  id: string;
  entryCount: number;
  headHash: string;
  inHand: { minor: string; currency: string }[];
  advancesOut: { minor: string; currency: string }[];
  funds: FundJson[];
  lines: LineJson[];
  months: { month: string; currency: string; in: string; out: string; moved: string; balance: string }[];
  categories: { category: string; currency: string; amount: string }[];
  latest: EntryJson[];
}

interface EntryJson extends Omit<Entry, 'amount' | 'alone'> {
  amount: string;
  alone: InText<EntryAlone, 'ceiling'> | null;
  currency: string;
}

const LAST_SEQ = '9223372036854775807';

/** Every read of the book for pages. */
@Injectable()
export class BookStore {
  async page(
    db: EntityManager,
    actor: Actor,
    { handle, parts, on }: { handle: string; parts: readonly BookPart[]; on: string | null },
  ): Promise<Omit<Book, 'group' | 'can' | 'entriesShown'> | null> {
    const [book] = await together<BookJson>(
      db,
      actor,
      on !== null
        ? { name: 'book_past', text: pastBookSql, values: [handle, actor.personId, parts, on] }
        : parts.length > 0
          ? { name: 'book_page', text: bookSql, values: [handle, actor.personId, parts] }
          : { name: 'book_head', text: headSql, values: [handle] },
    );
    if (!book) return null;
    return {
      id: book.id,
      entryCount: book.entryCount,
      headHash: book.headHash,
      inHand: book.inHand.map(({ minor, currency }) => moneyValue(minor, currency)),
      advancesOut: book.advancesOut.map(({ minor, currency }) => moneyValue(minor, currency)),
      funds: book.funds.map(toFund),
      lines: book.lines.map(toLine),
      months: book.months.map((one) => ({
        month: one.month,
        moneyIn: moneyValue(one.in, one.currency),
        moneyOut: moneyValue(one.out, one.currency),
        moved: moneyValue(one.moved, one.currency),
        balance: moneyValue(one.balance, one.currency),
      })) as BookMonth[],
      categories: book.categories.map(({ category, amount, currency }) => ({
        category,
        amount: moneyValue(amount, currency),
      })) as BookCategory[],
      latest: book.latest.slice(0, LATEST).map(toEntry),
      hasOlder: book.latest.length > LATEST,
    };
  }

  /** Entries newest first, by number. The cursor holds the number in place of an instant. */
  async entries(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; first: number; after: Cursor | null },
  ): Promise<Entry[]> {
    const found = await together<EntryJson>(db, actor, {
      name: 'book_entries',
      text: entriesSql,
      values: [of.handle, actor.personId, of.after?.at ?? LAST_SEQ, of.first + 1],
    });
    return found.map(toEntry);
  }

  /** The entries that a figure sums, each with its part of it. */
  async figureEntries(
    db: EntityManager,
    actor: Actor,
    of: Figure & { handle: string; first: number; after: Cursor | null },
  ): Promise<Entry[]> {
    const found = await together<EntryJson>(db, actor, {
      name: `book_figure_entries_${of.narrow ?? 'any'}`,
      text: figureEntriesSql(of.narrow),
      values: [of.handle, actor.personId, of.filter, of.after?.at ?? LAST_SEQ, of.first + 1],
    });
    return found.map(toEntry);
  }

  /** The sum of a figure and the number of its entries. */
  async figureSum(
    db: EntityManager,
    actor: Actor,
    of: Figure & { handle: string },
  ): Promise<{ minor: string; entries: number } | null> {
    const [found] = await together<{ minor: string; entries: number }>(db, actor, {
      name: `book_figure_sum_${of.narrow ?? 'any'}`,
      text: figureSumSql(of.narrow),
      values: [of.handle, actor.personId, of.filter],
    });
    return found ?? null;
  }
}

export function toFund({ currency, ...fund }: FundJson): FundFigures {
  const money = (minor: string): MoneyValue => moneyValue(minor, currency);
  return {
    ...fund,
    balance: money(fund.balance),
    unpaid: money(fund.unpaid),
    held: money(fund.held),
    available: money(fund.available),
  };
}

export function toLine({ currency, ...line }: LineJson): BudgetLine {
  const money = (minor: string): MoneyValue => moneyValue(minor, currency);
  return {
    ...line,
    planned: money(line.planned),
    spent: money(line.spent),
    paid: money(line.paid),
    left: money(line.left),
    advanced: money(line.advanced),
  };
}

function toEntry({ amount, currency, alone, ...entry }: EntryJson): Entry {
  const by = alone && { ...alone, ceiling: moneyValue(alone.ceiling, alone.currency) };
  return { ...entry, alone: by, amount: moneyValue(amount, currency) };
}
