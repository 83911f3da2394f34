import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { leftoverDays } from '#libs/governance';
import { budgetFault, type BudgetFaultCode, type BudgetItem, type BudgetPlan } from '#libs/money';
import { Rulebooks } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { BadInput } from '../../platform/graphql/errors.ts';
import { newId } from '../../platform/ids.ts';
import { requiredName } from '../../platform/names.ts';
import { say, type Words } from '../../platform/words/words.ts';
import { readAmount } from '../contributions/gift-fields.ts';
import { CategoriesStore } from '../categories/categories.store.ts';
import { BooksStore } from '../ledger/books.store.ts';
import type { EventBudgetRowInput, PlanEventMoneyInput } from './event-budgets.graphql.ts';

interface Held {
  id: string;
  state: string;
  version: number;
}

/** An event whose money is planned, and its days in the zone of its group. */
export interface Place {
  readonly id: string;
  readonly title: string;
  readonly groupId: string;
  readonly today: string;
  readonly lastDay: string;
}

const words: Readonly<Record<BudgetFaultCode, Words>> = {
  days: say`The last day is before the first one.`,
  'too-long': say`That is longer than a budget can run.`,
  'no-lines': say`Say what money is spent on.`,
  'too-many': say`A plan can have at most 60 rows.`,
  'heads-missing': say`Say how many you expect: some rows are counted by the head.`,
  'heads-range': say`The number of people must be from 1 to 100,000.`,
  'too-much': say`That is more than a book can hold. Type a smaller amount.`,
  amount: say`The amount must be more than nothing.`,
  'income-category': say`Say what kind of income it is.`,
  'category-kind': say`This kind does not fit. Choose another.`,
  'income-twice': say`There is a row of this kind of income already. Put both into one.`,
  'income-waits': say`Income is not needed from the start.`,
};

const fieldOf: Partial<Record<BudgetFaultCode, string>> = {
  amount: 'amount',
  'income-category': 'category',
  'category-kind': 'category',
  'income-twice': 'category',
};

/** The rows of a plan: read from what was typed, held, and written whole. */
@Injectable()
export class EventPlanRows {
  constructor(
    private readonly books: BooksStore,
    private readonly rulebooks: Rulebooks,
    private readonly listed: CategoriesStore,
  ) {}

  /** Takes the lock of the book, and then the plan of the event if there is one. */
  async hold(tx: EntityManager, { id, groupId }: Place): Promise<{ bookId: string; held: Held | null }> {
    const book = await this.books.ofGroup(tx, groupId);
    await this.books.lock(tx, book.id);
    const held = await row<Held>(
      tx,
      `SELECT id, state, version FROM budget WHERE event_id = $1 AND state NOT IN ('WITHDRAWN', 'ENDED') FOR UPDATE`,
      [id],
    );
    return { bookId: book.id, held };
  }

  /** What was typed, as a plan that can be kept; throws BAD_USER_INPUT naming the row and its field. */
  async read(
    tx: EntityManager,
    input: PlanEventMoneyInput,
    { place, bookId }: { place: Place; bookId: string },
  ): Promise<BudgetPlan> {
    const own = await row<{ id: string }>(
      tx,
      'SELECT id FROM fund WHERE book_id = $1 AND event_id = $2 AND closed_at IS NULL',
      [bookId, place.id],
    );
    const fund = (await this.books.findFund(tx, bookId, own?.id ?? null))!;
    const { rules } = await this.rulebooks.of(tx, place.groupId);
    const plan: BudgetPlan = {
      name: place.title.slice(0, 80),
      fundId: fund.id,
      currency: fund.currency,
      from: place.today,
      until: laterDay(place.lastDay, leftoverDays(rules, { calledOff: false })),
      eventId: place.id,
      heads: input.heads ?? null,
      items: input.rows.map((one, at) => itemOf(one, at, { currency: fund.currency, eventId: place.id })),
    };
    const fault = budgetFault(plan, { isDraft: true });
    if (fault) throw new BadInput(faultField(fault), words[fault.code]);
    await this.listed.requireInRows(tx, { bookId, rows: plan.items });
    return plan;
  }

  /** Keeps a plan in place of the one that is held; one without rows is taken back. */
  async write(
    tx: EntityManager,
    actor: Actor,
    { plan, bookId, held }: { plan: BudgetPlan; bookId: string; held: Held | null },
  ): Promise<void> {
    const id = held?.id ?? newId();
    if (held) await rows(tx, 'DELETE FROM budget_item WHERE budget_id = $1', [id]);
    const isGone = plan.items.length === 0;
    if (isGone && !held) throw new BadInput('rows', words['no-lines']);
    await rows(
      tx,
      held
        ? `UPDATE budget SET fund_id = $3, currency = $4, name = $5, from_day = $6::date, until_day = $7::date, heads = $9, changed_by = $10, changed_at = clock_now(), version = version + 1,
             state = CASE WHEN $11::boolean THEN 'WITHDRAWN' ELSE state END, ended_at = CASE WHEN $11::boolean THEN clock_now() END WHERE id = $1 AND book_id = $2 AND event_id = $8`
        : `INSERT INTO budget (id, book_id, fund_id, currency, name, from_day, until_day, event_id, heads, made_by, changed_by)
           SELECT $1, $2, $3, $4, $5, $6::date, $7::date, $8, $9, $10, $10 WHERE NOT $11::boolean`,
      [
        id,
        bookId,
        plan.fundId,
        plan.currency,
        plan.name,
        plan.from,
        plan.until,
        plan.eventId,
        plan.heads,
        actor.personId,
        isGone,
      ],
    );
    for (const [at, item] of plan.items.entries())
      await rows(
        tx,
        'INSERT INTO budget_item (budget_id, n, kind, label, category, minor, per, event_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [id, at + 1, item.kind, item.label, item.category, item.minor.toString(), item.per, item.eventId],
      );
  }
}

const faultField = ({ code, item }: { code: BudgetFaultCode; item: number | null }): string => {
  if (code === 'heads-missing' || code === 'heads-range') return 'heads';
  return item === null ? 'rows' : `rows.${item}.${fieldOf[code] ?? 'label'}`;
};

function itemOf(
  { kind, per, label, category, amount }: EventBudgetRowInput,
  at: number,
  of: { currency: string; eventId: string },
): BudgetItem {
  return {
    kind,
    per,
    label: requiredName(`rows.${at}.label`, label, { what: 'What it is for', max: 80 }),
    category: category?.trim() ? category.trim() : null,
    minor: readAmount(amount, of.currency, `rows.${at}.amount`),
    eventId: of.eventId,
    fromStart: false,
  };
}

function laterDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
