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
import type { ExpenseCard } from './expenses.graphql.ts';

export interface ExpenseRow {
  id: string;
  book_id: string;
  group_id: string;
  number: number;
  author_id: string;
  payee_id: string;
  fund_id: string;
  budget_line_id: string | null;
  event_id: string | null;
  title: string;
  category: string;
  currency: string;
  total: string;
  state: ExpenseState;
  revision: number;
  content_hash: Buffer;
  rulebook_id: string;
  bookings: number;
  approved_entry_id: string | null;
  version: number;
}

export interface ExpensePage extends Omit<ExpenseRow, 'content_hash' | 'rulebook_id'> {
  group: Record<string, unknown> & { id: string; visibility: 'open' | 'closed' | 'secret' };
  rules: Record<string, unknown>;
  author_name: string;
  payee_name: string;
  fund_name: string;
  line: { name: string; left: string; authority_kind: string; authority_id: string } | null;
  proposal: { id: string; number: number; title: string } | null;
  event_title: string | null;
  items: { what: string; spentOn: string; minor: string }[];
  receipts: { id: string; name: string; type: string }[];
  approvals: { personId: string; name: string; at: string; duties: string[] }[];
  reason: string | null;
  submitted_at: string;
  paid_at: string | null;
}

const pageSql = `
SELECT json_build_object('id', x.id, 'book_id', x.book_id, 'group_id', x.group_id, 'number', x.number, 'author_id', x.author_id, 'payee_id', x.payee_id, 'fund_id', x.fund_id, 'budget_line_id', x.budget_line_id, 'event_id', x.event_id,
  'title', x.title, 'category', x.category, 'currency', x.currency, 'total', x.total::text, 'state', x.state, 'revision', x.revision, 'bookings', x.bookings, 'approved_entry_id', x.approved_entry_id, 'version', x.version,
  'reason', x.reason, 'submitted_at', iso(x.submitted_at), 'paid_at', iso(x.paid_at), 'author_name', a.name, 'payee_name', y.name, 'fund_name', f.name, 'rules', r.rules,
  'group', json_build_object('id', g.id, 'handle', g.handle, 'name', g.name, 'summary', g.summary, 'color', g.color, 'currency', g.currency, 'zone', g.zone, 'locale', g.locale, 'visibility', g.visibility, 'about', '', 'aboutHtml', '', 'version', g.version),
  'line', CASE WHEN l.id IS NOT NULL THEN json_build_object('name', l.name, 'left', (l.planned - l.spent)::text, 'authority_kind', l.authority_kind, 'authority_id', l.authority_id) END,
  'proposal', CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'number', p.number, 'title', p.title) END,
  'event_title', (SELECT v.title FROM event v WHERE v.id = x.event_id),
  'items', coalesce((SELECT json_agg(json_build_object('what', i.what, 'spentOn', i.spent_on, 'minor', i.minor::text) ORDER BY i.n) FROM expense_item i WHERE i.expense_id = x.id), '[]'),
  'receipts', coalesce((SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'type', c.type) ORDER BY c.created_at, c.id) FROM file c WHERE c.parent_kind = 'expense' AND c.parent_id = x.id), '[]'),
  'approvals', coalesce((SELECT json_agg(json_build_object('personId', o.person_id, 'name', q.name, 'at', iso(o.created_at),
      'duties', coalesce((SELECT json_agg(d.kind) FROM membership m JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL WHERE m.group_id = x.group_id AND m.person_id = o.person_id), '[]')) ORDER BY o.created_at)
    FROM expense_approval o JOIN person q ON q.id = o.person_id WHERE o.expense_id = x.id AND o.revision = x.revision AND o.withdrawn_at IS NULL), '[]')
) AS page
FROM expense x JOIN folk_group g ON g.id = x.group_id JOIN person a ON a.id = x.author_id JOIN person y ON y.id = x.payee_id JOIN fund f ON f.id = x.fund_id JOIN rulebook_version r ON r.id = x.rulebook_id
LEFT JOIN budget_line l ON l.id = x.budget_line_id LEFT JOIN proposal p ON l.authority_kind = 'DECISION' AND p.id = l.authority_id WHERE x.id = $1`;

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
      text: `SELECT row_to_json(card) AS json FROM (${cardSql} WHERE x.group_id = ${groupIdOf('$1')} AND ($3::text IS NULL OR x.state = $3) AND (x.created_at, x.id) < ($4::timestamptz, $5::uuid) ORDER BY x.created_at DESC, x.id DESC LIMIT $6) card`,
      values: [of.handle, actor.personId, of.state, after.at, after.id, of.first + 1],
    });
    return found.map(toExpenseCard);
  }

  /** Expenses that wait for this person as treasurer or steward, in all their groups: to approve, or approved and to pay. */
  async waiting(db: EntityManager, actor: Actor): Promise<ExpenseCard[]> {
    return (
      await together<ExpenseCardJson>(db, actor, {
        name: 'expenses_waiting',
        text: `SELECT row_to_json(card) AS json FROM (${cardSql} JOIN membership m ON m.group_id = x.group_id AND m.person_id = $2 JOIN spell s ON s.membership_id = m.id AND s.to_at IS NULL AND s.standing = 'member' JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL
       WHERE $1::uuid IS NULL AND x.author_id <> $2 AND x.payee_id <> $2 AND ((x.state = 'SUBMITTED' AND d.kind IN ('treasurer', 'steward') AND NOT EXISTS (SELECT FROM expense_approval o WHERE o.expense_id = x.id AND o.revision = x.revision AND o.person_id = $2 AND o.withdrawn_at IS NULL))
         OR (x.state = 'APPROVED' AND d.kind = 'treasurer')) GROUP BY x.id, a.name, g.handle ORDER BY x.submitted_at, x.id LIMIT 20) card`,
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
export const cardSql = `SELECT x.id, x.number, x.title, x.state, x.total::text AS total, x.currency, a.name AS "authorName", x.author_id IS NOT DISTINCT FROM $2::uuid AS mine, iso(x.created_at) AS "submittedAt", g.handle AS "groupHandle"
  FROM expense x JOIN person a ON a.id = x.author_id JOIN folk_group g ON g.id = x.group_id`;
