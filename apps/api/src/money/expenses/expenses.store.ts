import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { ExpenseState } from '#libs/money';
import { groupIdOf } from '../../groups/index.ts';
import type { Actor } from '../../platform/actor.ts';
import { hot } from '../../platform/database/hot.ts';
import { together } from '../../platform/database/together.ts';
import { row } from '../../platform/database/sql.ts';
import { type Cursor, listEnd } from '../../platform/graphql/connection.ts';
import { moneyValue } from '../../platform/graphql/money.type.ts';
import { isId } from '../../platform/ids.ts';
import { openAdvance, REMINDED_DAYS } from '../advances/open-advances.sql.ts';
import type { Recurrence } from '../recurring/recurring.graphql.ts';
import { pageSql } from './expense-page.sql.ts';
import type { SentInvoice } from './by-link/invoice-sent.ts';
import type { ExpenseCard } from './expenses.graphql.ts';

export interface ExpenseRow {
  id: string;
  book_id: string;
  group_id: string;
  number: number;
  type: 'RECEIPT' | 'INVOICE' | 'ADVANCE';
  author_id: string;
  payee_id: string | null;
  vendor_id: string | null;
  fund_id: string;
  budget_line_id: string | null;
  event_id: string | null;
  title: string;
  category: string;
  /** What it is booked in; amounts are minor units of it, but for `foreign_total`. */
  currency: string;
  total: string;
  foreign_currency: string | null;
  foreign_total: string | null;
  paid: string;
  waived: string;
  state: ExpenseState;
  on_hold: boolean;
  revision: number;
  content_hash: Buffer;
  rulebook_id: string;
  bookings: number;
  approved_entry_id: string | null;
  version: number;
  /** Of an advance: the last day for its receipts, what of it they settled, what came back. */
  due_on: string | null;
  cleared: string;
  handed_back: string;
  /** The advance that it is set against. */
  advance_id: string | null;
}

interface FileJson {
  id: string;
  name: string;
  type: string;
}

export interface PaymentJson {
  id: string;
  minor: string;
  cost: string;
  fee: string;
  currency: string;
  paidOn: string;
  path: string;
  payerName: string;
  returned: string;
  reason: string | null;
  files: FileJson[];
}

/** A spending authority that reaches an expense, or by which it was approved. */
export interface AuthorityOver {
  id: string;
  what: string;
  decision: number;
  proposalId: string;
  ceiling: string;
  each: string;
  /** Without what this expense has taken of it. */
  left: string;
  used: boolean;
  /** Who approved by it. */
  by: string | null;
  holders: { id: string; name: string }[];
}

/** An advance beside its expense: the day it is read on, what it was set against, what came back. */
export interface AdvanceJson {
  today: string;
  receipts: { id: string; number: number; title: string; minor: string; on: string }[];
  returns: { id: string; minor: string; on: string; path: string; byName: string; files: FileJson[] }[];
}

export interface ExpensePage extends Omit<ExpenseRow, 'content_hash' | 'rulebook_id'> {
  group: Record<string, unknown> & { id: string; currency: string; visibility: 'open' | 'closed' | 'secret' };
  rules: Record<string, unknown>;
  author_name: string;
  payee_name: string;
  fund_name: string;
  line: {
    name: string;
    /** What anybody can still spend of it. */
    left: string;
    /** What of the rest this one holds, or holds by its advance. */
    own: string;
    authority_kind: string;
    authority_id: string;
    open: boolean;
  } | null;
  advance: AdvanceJson | null;
  against: { id: string; number: number; minor: string | null } | null;
  /** An advance that whoever asks for this one should have settled. */
  late: { id: string; number: number; out: string } | null;
  proposal: { id: string; number: number; title: string } | null;
  event_title: string | null;
  /** The group's own word for its category. */
  category_name: string | null;
  items: { what: string; spentOn: string; minor: string; category: string }[];
  receipts: FileJson[];
  approvals: { personId: string; name: string; at: string; duties: string[] }[];
  holders: { personId: string; name: string; duties: string[] }[];
  authorities: AuthorityOver[];
  booked: string[];
  twins: { id: string; number: number }[];
  paid_before: number;
  others: { n: number; median: string | null };
  /** Others who are paid to the same account. */
  shared_account: string[];
  /** Whether it says how it is paid. */
  payout_way: 'IBAN' | 'CASH' | 'WORDS' | null;
  /** The payments that it is prepared with and waits in. */
  batch: { id: string; madeAt: string } | null;
  payments: PaymentJson[];
  holdings: { id: string; path: string; balance: string }[];
  available: string;
  draft: Record<string, unknown> | null;
  recurs: Recurrence | null;
  /** The day that it came back for. */
  period: string | null;
  /** A bill that somebody outside was asked for, while it is a draft. */
  invoice: { name: string; askedAt: string; sentAt: string | null; sent: SentInvoice | null } | null;
  hold_reason: string | null;
  /** The decision by which another one, on which it rests, was taken back. */
  held_by_decision: { id: string; number: number; title: string } | null;
  held_by_name: string | null;
  reason: string | null;
  reason_by_name: string | null;
  /** Milliseconds. */
  now: number;
  approved_at: number | null;
  submitted_at: string;
  paid_at: string | null;
}

/** Every read of expenses. Who may see which part is weighed by `ExpensePages`. */
@Injectable()
export class ExpensesStore {
  async page(db: EntityManager, id: string): Promise<ExpensePage | null> {
    if (!isId(id)) return null;
    return (await hot<{ page: ExpensePage }>(db, 'expense_page', pageSql, [id]))[0]?.page ?? null;
  }

  async find(db: EntityManager, id: string): Promise<ExpenseRow | null> {
    return isId(id) ? row<ExpenseRow>(db, 'SELECT * FROM expense WHERE id = $1', [id]) : null;
  }

  /** The expense that a payment was for. */
  async ofPayment(db: EntityManager, paymentId: string): Promise<string | null> {
    if (!isId(paymentId)) return null;
    const found = await row<{ id: string }>(db, 'SELECT expense_id AS id FROM expense_payment WHERE id = $1', [
      paymentId,
    ]);
    return found?.id ?? null;
  }

  async hold(tx: EntityManager, id: string): Promise<ExpenseRow> {
    return (await row<ExpenseRow>(tx, 'SELECT * FROM expense WHERE id = $1 FOR UPDATE', [id]))!;
  }

  /** Expenses of a group, newest first: all for duty holders and members, each member's own drafts theirs alone. */
  async ofGroup(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; state: string | null; first: number; after: Cursor | null },
  ): Promise<ExpenseCard[]> {
    const after = of.after ?? listEnd;
    const found = await together<ExpenseCardJson>(db, actor, {
      name: 'expenses_of_group',
      text: `SELECT row_to_json(card) AS json FROM (${cardSql} WHERE x.group_id = ${groupIdOf('$1')} AND (x.state <> 'DRAFT' OR x.author_id = $2) AND ($3::text IS NULL OR x.state = $3) AND (x.created_at, x.id) < ($4::timestamptz, $5::uuid) ORDER BY x.created_at DESC, x.id DESC LIMIT $6) card`,
      values: [of.handle, actor.personId, of.state, after.at, after.id, of.first + 1],
    });
    return found.map(toExpenseCard);
  }

  /** Expenses that wait for this person as treasurer or steward, in all their groups: to approve, or approved and to pay; advances of their own that are due; drafts of what comes back; and what was sent back to them or came to them as a bill by link. */
  async waiting(db: EntityManager, actor: Actor): Promise<ExpenseCard[]> {
    return (
      await together<ExpenseCardJson>(db, actor, {
        name: 'expenses_waiting',
        text: `SELECT row_to_json(card) AS json FROM ((${cardSql} JOIN membership m ON m.group_id = x.group_id AND m.person_id = $2 JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' LEFT JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL
       WHERE $1::uuid IS NULL AND x.payee_id IS DISTINCT FROM $2 AND ((x.state = 'SUBMITTED' AND x.author_id <> $2 AND (d.kind IN ('treasurer', 'steward') OR EXISTS (SELECT FROM spending_authority a WHERE a.fund_id = x.fund_id AND x.total <= least(a.each, a.ceiling - a.used) AND authority_runs(a) AND authority_reaches(a, x) AND $2 IN (SELECT authority_holders(a)))) AND NOT EXISTS (SELECT FROM expense_approval o WHERE o.expense_id = x.id AND o.revision = x.revision AND o.person_id = $2 AND o.withdrawn_at IS NULL))
         OR (x.state IN ('APPROVED', 'PARTLY_PAID') AND NOT x.on_hold AND d.kind = 'treasurer')) GROUP BY x.id, a.name, g.handle ORDER BY x.submitted_at, x.id LIMIT 20)
       UNION ALL (${cardSql} WHERE x.payee_id = $2 AND ${openAdvance} AND x.paid > x.cleared + x.handed_back AND x.due_on <= (clock_now() AT TIME ZONE g.zone)::date + ${REMINDED_DAYS} ORDER BY x.due_on, x.id LIMIT 20)
       UNION ALL (${cardSql} WHERE x.author_id = $2 AND x.state = 'DRAFT' AND x.period IS NOT NULL ORDER BY x.period, x.id LIMIT 20)
       UNION ALL (${cardSql} WHERE x.author_id = $2 AND (x.state = 'RETURNED' OR x.state = 'DRAFT' AND x.period IS NULL AND EXISTS (SELECT FROM invoice_request i WHERE i.expense_id = x.id AND i.sent IS NOT NULL)) ORDER BY x.created_at, x.id LIMIT 20)) card`,
        values: [null, actor.personId],
      })
    ).map(toExpenseCard);
  }
}

/** An expense in a list as the database writes it. */
export interface ExpenseCardJson extends Omit<ExpenseCard, 'total'> {
  total: string;
  currency: string;
}

export function toExpenseCard({ total, currency, ...card }: ExpenseCardJson): ExpenseCard {
  return { ...card, total: moneyValue(total, currency) };
}

/** An expense in a list; $2 is the viewer. */
export const cardSql = `SELECT x.id, x.number, x.title, x.type, x.state, x.on_hold AS "onHold", x.period IS NOT NULL AS "cameBack", x.total::text AS total, x.currency, a.name AS "authorName", x.author_id IS NOT DISTINCT FROM $2::uuid AS mine, iso(x.created_at) AS "submittedAt", g.handle AS "groupHandle"
  FROM expense x JOIN person a ON a.id = x.author_id JOIN folk_group g ON g.id = x.group_id`;
