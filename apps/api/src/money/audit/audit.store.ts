import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';
import { entryText } from '../book/entry-text.ts';

export interface AuditHead {
  readonly name: string;
  readonly handle: string;
  readonly entries: string;
  readonly head: string;
  readonly inHand: readonly { readonly currency: string; readonly minor: string }[];
  /** What the group calls its categories, where it has named them. */
  readonly names: readonly { readonly category: string; readonly name: string }[];
  readonly funds: readonly {
    readonly name: string;
    readonly path: string;
    readonly currency: string;
    readonly minor: string;
  }[];
}

export interface AuditEntry {
  readonly seq: string;
  readonly date: string;
  readonly kind: string;
  readonly text: string | null;
  readonly authority: string;
  readonly decision: number | null;
  readonly reverses: string | null;
  readonly postings: readonly {
    /** What the group calls the account, where it has named it. */
    readonly name: string | null;
    readonly path: string;
    readonly currency: string;
    readonly minor: string;
    readonly category: string | null;
  }[];
  readonly files: readonly { readonly id: string; readonly name: string }[];
}

export const AUDIT_PAGE = 40;

/** What an auditor reads: everything a treasurer reads of the book, but no bills between people. */
@Injectable()
export class AuditStore {
  async head(db: EntityManager, groupId: string): Promise<AuditHead> {
    return (await row<AuditHead>(
      db,
      `SELECT g.name, g.handle, b.last_seq::text AS entries, encode(b.head_hash, 'hex') AS head,
        coalesce((SELECT json_agg(json_build_object('currency', s.currency, 'minor', s.n::text) ORDER BY s.currency) FROM (SELECT a.currency, sum(w.debits - w.credits) AS n FROM ledger_account a JOIN account_balance w ON w.account_id = a.id
          WHERE a.book_id = b.id AND (a.class = 'HOLDING' OR a.class = 'PARTY' AND a.path LIKE 'assets:%') GROUP BY 1) s), '[]') AS "inHand",
        coalesce((SELECT json_agg(json_build_object('name', f.name, 'path', a.path, 'currency', a.currency, 'minor', (w.credits - w.debits)::text) ORDER BY f.kind <> 'general', f.name) FROM fund f JOIN ledger_account a ON a.id = f.account_id JOIN account_balance w ON w.account_id = a.id WHERE f.book_id = b.id), '[]') AS funds,
        coalesce((SELECT json_agg(json_build_object('category', c.category, 'name', c.name)) FROM book_category c WHERE c.book_id = b.id AND c.name IS NOT NULL), '[]') AS names
       FROM book b JOIN folk_group g ON g.id = b.group_id WHERE b.group_id = $1`,
      [groupId],
    ))!;
  }

  /** Entries by number, the newest first, before a number. */
  async entries(db: EntityManager, groupId: string, before: string | null): Promise<AuditEntry[]> {
    return rows<AuditEntry>(
      db,
      `SELECT e.seq::text AS seq, e.effective_on AS date, e.kind, ${entryText('NULL::uuid')} AS text, e.authority_kind AS authority, p.number AS decision, e.refs ->> 'reverses' AS reverses,
        (SELECT json_agg(json_build_object('name', coalesce(f.name, h.name), 'path', a.path, 'currency', q.currency, 'minor', q.amount::text, 'category', q.category) ORDER BY q.line)
          FROM ledger_posting q JOIN ledger_account a ON a.id = q.account_id LEFT JOIN fund f ON f.account_id = a.id LEFT JOIN holding h ON h.account_id = a.id WHERE q.entry_id = e.id) AS postings,
        coalesce((SELECT json_agg(json_build_object('id', r.id, 'name', r.name) ORDER BY r.created_at, r.id) FROM file r
          WHERE r.parent_kind = 'expense' AND r.parent_id = (e.refs ->> 'expenseId')::uuid AND e.kind = 'EXPENSE_APPROVED'
            OR r.parent_kind = 'expense_payment' AND r.parent_id IN (SELECT y.id FROM expense_payment y WHERE y.entry_id = e.id)
            OR r.parent_kind = 'advance_return' AND r.parent_id IN (SELECT y.id FROM advance_return y WHERE y.entry_id = e.id)), '[]') AS files
       FROM book b JOIN ledger_entry e ON e.book_id = b.id LEFT JOIN proposal p ON e.authority_kind = 'DECISION' AND p.id = e.authority_id
       WHERE b.group_id = $1 AND NOT e.refs ? 'split' AND ($2::bigint IS NULL OR e.seq < $2::bigint) ORDER BY e.seq DESC LIMIT ${AUDIT_PAGE + 1}`,
      [groupId, before],
    );
  }

  /** Whether a file hangs on an expense of this group, on a payment of one, or on what came back of an advance. */
  async isReceipt(db: EntityManager, groupId: string, parent: { kind: string; id: string }): Promise<boolean> {
    const found = await row(
      db,
      `SELECT 1 FROM expense x WHERE x.group_id = $1 AND x.state <> 'DRAFT' AND ($2 = 'expense' AND x.id = $3 OR $2 = 'expense_payment' AND x.id = (SELECT y.expense_id FROM expense_payment y WHERE y.id = $3)
        OR $2 = 'advance_return' AND x.id = (SELECT y.advance_id FROM advance_return y WHERE y.id = $3))`,
      [groupId, parent.kind, parent.id],
    );
    return found !== null;
  }
}
