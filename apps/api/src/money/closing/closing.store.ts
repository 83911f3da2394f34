import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { row } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import type { BookPeriod, OpenMatterCount } from './closing.graphql.ts';
import { type OpenMatter, openMatters } from './open-matters.ts';

export interface PeriodsJson {
  id: string;
  closedUntil: string | null;
  firstDay: string | null;
  today: string;
  periods: (Omit<BookPeriod, 'closedAt'> & { closedAt: string })[];
}

export interface ReportJson {
  closedUntil: string | null;
  rows: {
    fundId: string;
    fund: string;
    kind: string;
    currency: string;
    category: string;
    before: string;
    within: string;
  }[];
  events: { id: string; title: string; currency: string; in: string; out: string }[];
  ends: { currency: string; inHand: string; advances: string; unpaid: string }[];
}

const periodsSql = `
SELECT json_build_object('id', b.id, 'closedUntil', b.closed_until, 'today', (clock_now() AT TIME ZONE g.zone)::date,
  'firstDay', (SELECT min(e.effective_on) FROM ledger_entry e WHERE e.book_id = b.id),
  'periods', coalesce((SELECT json_agg(json_build_object('id', d.id, 'from', d.from_on, 'until', d.until_on, 'closedBy', p.name, 'closedAt', iso(d.closed_at), 'headHash', encode(d.head_hash, 'hex'),
      'proposalId', v.id, 'proposalNumber', v.number, 'proposalTitle', v.title) ORDER BY d.until_on DESC)
    FROM book_period d JOIN person p ON p.id = d.closed_by LEFT JOIN proposal v ON v.id = d.proposal_id WHERE d.book_id = b.id), '[]')) AS json
FROM book b JOIN folk_group g ON g.id = b.group_id WHERE b.group_id = ${groupIdOf('$1')}`;

const matters = Object.entries(openMatters)
  .map(([kind, sql]) => `'${kind}', (${sql})`)
  .join(', ');
const openSql = `SELECT json_build_object(${matters}) AS json FROM book b WHERE b.id = $1`;

/** Sums of whole months; bills between people stand on accounts of their own and are in none of them. */
const reportSql = `
WITH b AS MATERIALIZED (SELECT * FROM book WHERE group_id = ${groupIdOf('$1')}),
m AS MATERIALIZED (SELECT a.id, a.class, a.path, a.currency, k.category, sum(k.debits - k.credits) FILTER (WHERE k.month < $2::date) AS before, sum(k.debits - k.credits) FILTER (WHERE k.month >= $2::date) AS within
  FROM b JOIN ledger_account a ON a.book_id = b.id JOIN account_month k ON k.account_id = a.id WHERE k.month <= $3::date GROUP BY 1, 2, 3, 4, 5)
SELECT json_build_object('closedUntil', b.closed_until,
  'rows', coalesce((SELECT json_agg(json_build_object('fundId', f.id, 'fund', f.name, 'kind', f.kind, 'currency', m.currency, 'category', m.category, 'before', (-coalesce(m.before, 0))::text, 'within', (-coalesce(m.within, 0))::text) ORDER BY f.kind <> 'general', f.name, f.id, m.category)
    FROM m JOIN fund f ON f.account_id = m.id), '[]'),
  'ends', coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'inHand', s.hand::text, 'advances', s.advances::text, 'unpaid', s.unpaid::text)) FROM (
      SELECT m.currency, coalesce(sum(coalesce(m.before, 0) + coalesce(m.within, 0)) FILTER (WHERE m.class = 'HOLDING' OR m.class = 'PARTY' AND m.path LIKE 'assets:%'), 0) AS hand,
        coalesce(sum(coalesce(m.before, 0) + coalesce(m.within, 0)) FILTER (WHERE m.class = 'PARTY' AND m.path LIKE 'assets:%'), 0) AS advances,
        coalesce(-sum(coalesce(m.before, 0) + coalesce(m.within, 0)) FILTER (WHERE m.class = 'TRADING' OR m.class = 'PARTY' AND m.path LIKE 'liabilities:%'), 0) AS unpaid FROM m GROUP BY 1) s), '[]'),
  'events', coalesce((SELECT json_agg(json_build_object('id', s.id, 'title', s.title, 'currency', s.currency, 'in', s.money_in::text, 'out', s.money_out::text) ORDER BY s.start_at, s.id) FROM (
      SELECT v.id, v.title, v.start_at, q.currency, coalesce(-sum(q.amount) FILTER (WHERE q.category LIKE 'income.%'), 0) AS money_in, coalesce(sum(q.amount) FILTER (WHERE q.category LIKE 'expense.%'), 0) AS money_out
      FROM ledger_entry e LEFT JOIN expense x ON x.id = (e.refs ->> 'expenseId')::uuid JOIN event v ON v.id = coalesce(e.event_id, x.event_id)
        JOIN ledger_posting q ON q.entry_id = e.id AND (q.category LIKE 'income.%' OR q.category LIKE 'expense.%')
      WHERE e.book_id = b.id AND e.effective_on BETWEEN $2::date AND $3::date GROUP BY 1, 2, 3, 4) s), '[]')) AS json FROM b`;

/** Reads of the periods of a book and of what they come to. */
@Injectable()
export class ClosingStore {
  async periods(db: EntityManager, actor: Actor, handle: string): Promise<PeriodsJson | null> {
    const [found] = await together<PeriodsJson>(db, actor, {
      name: 'book_periods',
      text: periodsSql,
      values: [handle],
    });
    return found ?? null;
  }

  async report(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; from: string; until: string },
  ): Promise<ReportJson | null> {
    const [found] = await together<ReportJson>(db, actor, {
      name: 'book_report',
      text: reportSql,
      values: [of.handle, of.from, of.until],
    });
    return found ?? null;
  }

  /** What is still open up to a day, of each kind how much. */
  async open(db: EntityManager, bookId: string, until: string): Promise<OpenMatterCount[]> {
    const found = (await row<{ json: Record<OpenMatter, number> }>(db, openSql, [bookId, until]))!.json;
    return (Object.entries(found) as [OpenMatter, number][])
      .filter(([, count]) => count > 0)
      .map(([kind, count]) => ({ kind, count }));
  }
}
