import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { groupIdOf } from '../../../groups/index.ts';
import type { Actor } from '../../../platform/actor.ts';
import { together } from '../../../platform/database/together.ts';
import { row } from '../../../platform/database/sql.ts';
import { type Cursor, listEnd, listStart } from '../../../platform/graphql/connection.ts';
import { isId } from '../../../platform/ids.ts';
import { pagesSql, payoutOfSql } from '../../expenses/expense-page.sql.ts';
import type { ExpensePage } from '../../expenses/expenses.store.ts';
import type { PayoutWay } from '../payout-fields.ts';
import type { batchItemStates } from './batches.graphql.ts';
import { bankAccountJoins, bankAccountSql, type BankAccountJson } from './bank-accounts.service.ts';

/** An expense that is to be paid, with everything that the rules ask. */
export interface PayableJson {
  page: ExpensePage;
  saidSince: boolean;
  batchId: string | null;
  preparedAt: string | null;
}

export interface PreparedJson {
  id: string;
  number: number;
  title: string;
  payeeName: string;
  minor: string;
  state: keyof typeof batchItemStates;
  onHold: boolean;
  paidOn: string | null;
  confirmed: boolean;
  payout: { way: PayoutWay; sealed: string; keptId: string | null; isVendor: boolean } | null;
}

export interface BatchJson {
  id: string;
  groupId: string;
  handle: string;
  madeAt: string;
  madeByName: string;
  today: string;
  account: BankAccountJson;
  payments: PreparedJson[];
  receipts: { id: string; name: string; type: string }[];
}

export interface BatchCardJson {
  id: string;
  madeAt: string;
  payments: number;
  /** How many of them are noted as paid. */
  done: number;
  confirmed: number;
  total: string;
  currency: string;
}

/** A payment of a batch `p`, with its expense `x`. */
const preparedSql = `json_build_object('id', x.id, 'number', x.number, 'title', x.title, 'payeeName', coalesce(y.name, w.name), 'minor', i.minor::text, 'state', i.state, 'onHold', x.on_hold, 'paidOn', p.paid_on,
  'confirmed', EXISTS (SELECT FROM statement_match z WHERE z.entry_id = p.entry_id AND z.undone_at IS NULL),
  'payout', (SELECT json_build_object('way', o.way, 'sealed', encode(o.sealed, 'hex'), 'keptId', o.kept_id, 'isVendor', x.vendor_id IS NOT NULL) FROM ${payoutOfSql} o))`;

/** Every read of what is to be paid. */
@Injectable()
export class BatchesStore {
  /** What is approved, owed and not on hold, the oldest approval first. */
  async payables(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; first: number; after: Cursor | null },
  ): Promise<PayableJson[]> {
    const after = of.after ?? listStart;
    return together<PayableJson>(db, actor, {
      name: 'payables_of_group',
      text: `SELECT json_build_object('page', page, 'saidSince', NOT EXISTS (SELECT FROM expense_payout o WHERE o.expense_id = (page ->> 'id')::uuid) AND page ->> 'payout_way' IS NOT NULL, 'batchId', i.batch_id, 'preparedAt', (SELECT iso(t.made_at) FROM payment_batch t WHERE t.id = i.batch_id)) AS json
        FROM (${pagesSql} WHERE x.group_id = ${groupIdOf('$1')} AND x.state IN ('APPROVED', 'PARTLY_PAID') AND NOT x.on_hold AND (x.approved_at, x.id) > ($2::timestamptz, $3::uuid) ORDER BY x.approved_at, x.id LIMIT $4) f
        LEFT JOIN payment_batch_item i ON i.expense_id = (page ->> 'id')::uuid AND i.state = 'OPEN' ORDER BY page -> 'approved_at', page ->> 'id'`,
      values: [of.handle, after.at, after.id, of.first + 1],
    });
  }

  async batch(db: EntityManager, actor: Actor, id: string): Promise<BatchJson | null> {
    if (!isId(id)) return null;
    const [found] = await together<BatchJson>(db, actor, {
      name: 'payment_batch',
      text: `SELECT json_build_object('id', t.id, 'groupId', g.id, 'handle', g.handle, 'madeAt', iso(t.made_at), 'madeByName', m.name, 'today', (clock_now() AT TIME ZONE g.zone)::date, 'account', ${bankAccountSql},
        'payments', coalesce((SELECT json_agg(${preparedSql} ORDER BY i.n) FROM payment_batch_item i JOIN expense x ON x.id = i.expense_id LEFT JOIN person y ON y.id = x.payee_id LEFT JOIN vendor w ON w.id = x.vendor_id LEFT JOIN expense_payment p ON p.id = i.payment_id WHERE i.batch_id = t.id), '[]'),
        'receipts', coalesce((SELECT json_agg(json_build_object('id', c.id, 'name', c.name, 'type', c.type) ORDER BY c.created_at, c.id) FROM file c WHERE c.parent_kind = 'payment_batch' AND c.parent_id = t.id), '[]')) AS json
        FROM payment_batch t JOIN book b ON b.id = t.book_id JOIN folk_group g ON g.id = b.group_id JOIN person m ON m.id = t.made_by JOIN ledger_account a ON a.id = t.holding_id ${bankAccountJoins} WHERE t.id = $1`,
      values: [id],
    });
    return found ?? null;
  }

  /** What was prepared, newest first. */
  async cards(
    db: EntityManager,
    actor: Actor,
    of: { handle: string; first: number; after: Cursor | null },
  ): Promise<BatchCardJson[]> {
    const after = of.after ?? listEnd;
    return together<BatchCardJson>(db, actor, {
      name: 'payment_batches',
      text: `SELECT json_build_object('id', t.id, 'madeAt', iso(t.made_at), 'payments', s.n, 'done', s.done, 'confirmed', s.confirmed, 'total', s.total, 'currency', a.currency) AS json
        FROM payment_batch t JOIN book b ON b.id = t.book_id JOIN ledger_account a ON a.id = t.holding_id
        CROSS JOIN LATERAL (SELECT count(*)::int AS n, (count(*) FILTER (WHERE i.state = 'PAID'))::int AS done, coalesce(sum(i.minor), 0)::text AS total,
          (count(*) FILTER (WHERE EXISTS (SELECT FROM expense_payment q JOIN statement_match z ON z.entry_id = q.entry_id AND z.undone_at IS NULL WHERE q.id = i.payment_id)))::int AS confirmed FROM payment_batch_item i WHERE i.batch_id = t.id AND i.state <> 'OUT') s
        WHERE b.group_id = ${groupIdOf('$1')} AND (t.made_at, t.id) < ($2::timestamptz, $3::uuid) ORDER BY t.made_at DESC, t.id DESC LIMIT $4`,
      values: [of.handle, after.at, after.id, of.first + 1],
    });
  }

  /** The group of a batch. */
  async groupOf(db: EntityManager, id: string): Promise<string | null> {
    if (!isId(id)) return null;
    const found = await row<{ id: string }>(
      db,
      'SELECT b.group_id AS id FROM payment_batch t JOIN book b ON b.id = t.book_id WHERE t.id = $1',
      [id],
    );
    return found?.id ?? null;
  }
}
