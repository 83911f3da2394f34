import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { BudgetPlan, BudgetState } from '#libs/money';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import { budgetListSql, budgetPageSql, spentBeforeSql } from './budgets.sql.ts';

export interface BudgetRecord {
  id: string;
  book_id: string;
  group_id: string;
  fund_id: string;
  currency: string;
  name: string;
  from_day: string;
  until_day: string;
  event_id: string | null;
  heads: number | null;
  state: BudgetState;
  proposal_id: string | null;
  effect_no: number | null;
  made_by: string;
  changed_by: string;
  changer: string;
  version: number;
}

export interface ItemRecord {
  n: number;
  kind: 'SPENDING' | 'INCOME';
  label: string;
  category: string | null;
  minor: string;
  per: 'ONCE' | 'HEAD';
  event_id: string | null;
  from_start: boolean;
  line_id: string | null;
  dropped_by: string | null;
}

interface CardJson {
  id: string;
  name: string;
  state: BudgetState;
  from: string;
  until: string;
  currency: string;
  fundName: string;
  fundKind: string;
  eventId: string | null;
  eventTitle: string | null;
  spending: string;
  income: string;
  waiting: number;
  proposalId: string | null;
  proposalNumber: number | null;
  proposalTitle: string | null;
  takenBackBy: { id: string; number: number; title: string } | null;
}

export interface PageJson extends CardJson {
  version: number;
  fundId: string;
  heads: number | null;
  available: string;
  madeById: string;
  changedBy: string | null;
  changedAt: string;
  isOver: boolean;
  spentAll: string | null;
  spentOnLines: string;
  receivedAll: string | null;
  rows: {
    n: number;
    kind: 'SPENDING' | 'INCOME';
    label: string;
    category: string | null;
    categoryName: string | null;
    minor: string;
    per: 'ONCE' | 'HEAD';
    eventId: string | null;
    fromStart: boolean;
    lineId: string | null;
    isDropped: boolean;
    isClosed: boolean | null;
    linePlanned: string | null;
    actual: string;
  }[];
}

const record = `SELECT x.*, k.group_id, p.name AS changer FROM budget x JOIN book k ON k.id = x.book_id JOIN person p ON p.id = x.changed_by`;

/** Reads of budgets and the locks on them. */
@Injectable()
export class BudgetsStore {
  ofGroup(db: EntityManager, actor: Actor, handle: string): Promise<CardJson[]> {
    return together<CardJson>(db, actor, {
      name: 'budget_list',
      text: budgetListSql,
      values: [handle, actor.personId],
    });
  }

  async page(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; id: string; on: string | null },
  ): Promise<PageJson | null> {
    if (!isId(of.id)) return null;
    const [page] = await together<PageJson>(db, actor, {
      name: 'budget_page',
      text: budgetPageSql,
      values: [of.handle, actor.personId, of.id, of.on],
    });
    return page ?? null;
  }

  spentBefore(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; fundId: string | null; from: string; until: string },
  ): Promise<{ category: string; currency: string; minor: string }[]> {
    return together(db, actor, {
      name: 'budget_spent_before',
      text: spentBeforeSql,
      values: [of.handle, actor.personId, of.fundId, of.from, of.until],
    });
  }

  /** A budget as it stands; `FOR UPDATE` locks it, after its book where lines open. Null where there is none. */
  async find(db: EntityManager, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<BudgetRecord | null> {
    if (!isId(id)) return null;
    return row<BudgetRecord>(db, `${record} WHERE x.id = $1 ${lock && `${lock} OF x`}`, [id]);
  }

  /** The handle of the group whose budget it is, or null. */
  async handleOf(db: EntityManager, id: string): Promise<string | null> {
    const found = await row<{ handle: string }>(
      db,
      'SELECT g.handle FROM budget x JOIN book k ON k.id = x.book_id JOIN folk_group g ON g.id = k.group_id WHERE x.id = $1',
      [id],
    );
    return found?.handle ?? null;
  }

  items(db: EntityManager, id: string): Promise<ItemRecord[]> {
    return rows(db, 'SELECT * FROM budget_item WHERE budget_id = $1 ORDER BY n', [id]);
  }

  /** A budget whole, as its hash covers it. */
  async plan(db: EntityManager, found: BudgetRecord): Promise<BudgetPlan> {
    const items = await this.items(db, found.id);
    return {
      name: found.name,
      fundId: found.fund_id,
      currency: found.currency,
      from: found.from_day,
      until: found.until_day,
      eventId: found.event_id,
      heads: found.heads,
      items: items.map(({ kind, label, category, minor, per, event_id, from_start }) => ({
        kind,
        label,
        category,
        minor: BigInt(minor),
        per,
        eventId: event_id,
        fromStart: from_start,
      })),
    };
  }

  /** Writes the rows of a draft in place of those it had. */
  async writeItems(tx: EntityManager, id: string, { items }: BudgetPlan): Promise<void> {
    await rows(tx, 'DELETE FROM budget_item WHERE budget_id = $1', [id]);
    if (items.length === 0) return;
    const list = items.map(({ minor, eventId, fromStart, ...item }, at) => ({
      ...item,
      n: at + 1,
      minor: minor.toString(),
      event_id: eventId,
      from_start: fromStart,
    }));
    await rows(
      tx,
      `INSERT INTO budget_item (budget_id, n, kind, label, category, minor, per, event_id, from_start)
       SELECT $1, i.n, i.kind, i.label, i.category, i.minor, i.per, i.event_id, i.from_start
       FROM jsonb_to_recordset($2::jsonb) AS i (n int, kind text, label text, category text, minor bigint, per text, event_id uuid, from_start boolean)`,
      [id, JSON.stringify(list)],
    );
  }

  /** The next running budget after one whose first waiting line the fund can hold, or null; of one group, or of all. Older decisions come first. */
  nextToOpen(db: EntityManager, groupId: string | null): Promise<{ id: string; book_id: string } | null> {
    return row(
      db,
      `SELECT x.id, x.book_id FROM budget x JOIN book k ON k.id = x.book_id JOIN folk_group g ON g.id = k.group_id JOIN fund f ON f.id = x.fund_id AND f.closed_at IS NULL
         JOIN account_balance w ON w.account_id = f.account_id
         CROSS JOIN LATERAL (SELECT i.minor * CASE i.per WHEN 'HEAD' THEN x.heads ELSE 1 END AS total FROM budget_item i
           WHERE i.budget_id = x.id AND i.kind = 'SPENDING' AND i.line_id IS NULL AND i.dropped_by IS NULL ORDER BY i.n LIMIT 1) i
       WHERE x.state = 'ADOPTED' AND x.until_day >= (clock_now() AT TIME ZONE g.zone)::date AND w.credits - w.debits - w.held >= i.total AND ($1::uuid IS NULL OR g.id = $1)
       ORDER BY x.adopted_at, x.id LIMIT 1`,
      [groupId],
    );
  }

  /** The adopted budget whose last day has passed longest ago, or null. */
  nextToEnd(db: EntityManager): Promise<{ id: string; book_id: string } | null> {
    return row(
      db,
      `SELECT x.id, x.book_id FROM budget x JOIN book k ON k.id = x.book_id JOIN folk_group g ON g.id = k.group_id
       WHERE x.state = 'ADOPTED' AND x.until_day < (clock_now() AT TIME ZONE g.zone)::date ORDER BY x.until_day, x.id LIMIT 1`,
    );
  }
}
