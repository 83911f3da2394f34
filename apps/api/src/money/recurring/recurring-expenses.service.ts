import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { decimalText } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { Database } from '../../platform/database/database.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput, Conflict, NotFound } from '../../platform/graphql/errors.ts';
import { newOrderedId } from '../../platform/ids.ts';
import { Policy } from '../../platform/policy/policy.service.ts';
import { draftFields } from '../expenses/draft-fields.ts';
import { type ExpensePage, ExpensesStore } from '../expenses/expenses.store.ts';
import { BooksStore } from '../ledger/books.store.ts';
import { today } from '../ledger/entries.ts';
import type { ChangeRecurringInput, RepeatInput } from './recurring.graphql.ts';
import { type CheckedRepeat, checkedRepeat } from './recurring-fields.ts';
import { type RecurringRow, RecurringStore } from './recurring.store.ts';

/** How many expenses of somebody may come back in a group. */
const MOST = 20;

/** That expenses of one's own come back: begun from one that was handed in, changed and ended by its author. */
@Injectable()
export class RecurringExpensesService {
  constructor(
    private readonly database: Database,
    private readonly policy: Policy,
    private readonly books: BooksStore,
    private readonly expenses: ExpensesStore,
    private readonly store: RecurringStore,
  ) {}

  /** From now on an expense that was handed in comes back. */
  repeat(actor: Actor, expenseId: string, repeats: RepeatInput): Promise<void> {
    return this.database.transaction(async (tx) => {
      const held = await this.expenses.find(tx, expenseId);
      if (!held || held.author_id !== actor.personId) throw new NotFound();
      await this.policy.require(tx, actor, 'expense.submit', { groupId: held.group_id });
      await this.books.lock(tx, held.book_id);
      await this.begin(tx, actor, { expenseId, repeats });
    });
  }

  /** As `repeat`, in a transaction that holds the lock of the book. */
  async begin(tx: EntityManager, actor: Actor, of: { expenseId: string; repeats: RepeatInput }): Promise<void> {
    const page = (await this.expenses.page(tx, of.expenseId))!;
    const { every, nextOn, until } = checkedRepeat(of.repeats, await today(tx, page.group_id));
    await this.mayBegin(tx, actor, page);
    const fields = { ...draftFields(page), spentOn: '', event: '', advance: '', worth: '' };
    const [currency, minor] = [page.foreign_currency ?? page.currency, page.foreign_total ?? page.total];
    const { book_id, author_id, id: from_id, title, budget_line_id: line_id } = page;
    await insert(
      tx,
      { book_id, author_id, from_id, fields, title, currency, minor, line_id },
      { every, nextOn, until },
    );
  }

  /** What has ended comes back again as it was, from a day on. The id of what begins. */
  resume(actor: Actor, id: string, repeats: RepeatInput): Promise<string> {
    return this.database.transaction(async (tx) => {
      const ended = await this.store.find(tx, id);
      if (!ended || ended.author_id !== actor.personId) throw new NotFound();
      await this.policy.require(tx, actor, 'expense.submit', { groupId: ended.group_id });
      await this.books.lock(tx, ended.book_id);
      const checked = checkedRepeat(repeats, await today(tx, ended.group_id));
      if (!ended.ended_at) throw new Conflict('This comes back already.');
      await this.mayBegin(tx, actor, (await this.expenses.page(tx, ended.from_id))!);
      return insert(tx, ended, checked);
    });
  }

  private async mayBegin(tx: EntityManager, actor: Actor, page: ExpensePage): Promise<void> {
    if (page.type === 'ADVANCE') throw new Conflict('Money before it is spent does not come back by itself.');
    if (['DRAFT', 'WITHDRAWN', 'REJECTED'].includes(page.state))
      throw new Conflict('Hand it in first: what was handed in can come back.');
    if (page.recurs && page.recurs.endedBy === null) throw new Conflict('This comes back already.');
    if (page.line && !page.line.open)
      throw new Conflict('Its budget line is closed, so nothing comes back on it. Hand it in on another line.');
    const running = await row<{ n: number }>(
      tx,
      'SELECT count(*)::int AS n FROM recurring_expense WHERE book_id = $1 AND author_id = $2 AND ended_at IS NULL',
      [page.book_id, actor.personId],
    );
    if (running!.n >= MOST) throw new Conflict('20 expenses of yours come back here. End one of them first.');
  }

  /** When it comes back, and with how much, from the next draft on. */
  change(actor: Actor, input: ChangeRecurringInput): Promise<void> {
    return this.own(actor, input.id, async (tx, held) => {
      const { every, nextOn, until } = checkedRepeat(input, await today(tx, held.group_id), held.next_on);
      const { minor, currency } = input.amount;
      if (currency !== held.currency) throw new BadInput('amount', 'It stays in its currency.');
      if (minor <= 0n) throw new BadInput('amount', 'The amount must be more than nothing.');
      const isOther = minor !== BigInt(held.minor);
      const fields = isOther ? { ...held.fields, amount: decimalText({ minor, currency }), more: [] } : held.fields;
      // Days count from the first one on: it stays, so that one from the 31st is on the 31st again.
      const isMoved = nextOn !== held.next_on || every !== held.every;
      await rows(
        tx,
        `UPDATE recurring_expense SET every = $2, first_on = $3::date, next_on = $4::date, until_on = $5::date, minor = $6, fields = $7, version = version + 1 WHERE id = $1`,
        [held.id, every, isMoved ? nextOn : held.first_on, nextOn, until, minor.toString(), JSON.stringify(fields)],
      );
    });
  }

  /** It comes back no more. Drafts that were made stay. */
  stop(actor: Actor, id: string): Promise<void> {
    return this.own(actor, id, async (tx) => {
      await rows(
        tx,
        `UPDATE recurring_expense SET ended_at = clock_now(), ended_by = 'author', version = version + 1 WHERE id = $1`,
        [id],
      );
    });
  }

  private own(actor: Actor, id: string, work: (tx: EntityManager, held: RecurringRow) => Promise<void>): Promise<void> {
    return this.database.transaction(async (tx) => {
      const found = await this.store.find(tx, id);
      if (!found || found.author_id !== actor.personId) throw new NotFound();
      await this.policy.require(tx, actor, 'expense.update', { groupId: found.group_id, own: true });
      await this.books.lock(tx, found.book_id);
      const held = (await this.store.find(tx, id, 'FOR UPDATE OF q'))!;
      if (held.ended_at) throw new Conflict('This comes back no more. Begin it anew from an expense.');
      await work(tx, held);
    });
  }
}

type Begun = Omit<RecurringRow, 'id' | 'group_id' | 'every' | 'first_on' | 'next_on' | 'until_on' | 'ended_at'>;

/** Begins something that comes back. Its id. */
async function insert(tx: EntityManager, of: Begun, { every, nextOn, until }: CheckedRepeat): Promise<string> {
  const id = newOrderedId();
  await rows(
    tx,
    `INSERT INTO recurring_expense (id, book_id, author_id, from_id, fields, title, currency, minor, line_id, every, first_on, next_on, until_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::date, $11::date, $12::date)`,
    [
      id,
      of.book_id,
      of.author_id,
      of.from_id,
      JSON.stringify(of.fields),
      of.title,
      of.currency,
      of.minor,
      of.line_id,
      every,
      nextOn,
      until,
    ],
  );
  return id;
}
