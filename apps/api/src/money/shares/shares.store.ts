import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../platform/actor.ts';
import { row, rows } from '../../platform/database/sql.ts';
import { together } from '../../platform/database/together.ts';
import { isId } from '../../platform/ids.ts';
import { entryText } from '../book/entry-text.ts';

/** Where money lies between two groups until it has been carried from one account to the other. It comes back to nothing, as those of processors do. */
export const SHARES_ACCOUNT = 'assets:processor:shares';

export interface ReceivedJson {
  readonly id: string;
  readonly groupHandle: string;
  readonly groupName: string;
  readonly text: string | null;
  readonly minor: string;
  readonly currency: string;
  readonly hasOtherFund: boolean;
}

const isReceived = `e.kind = 'FUND_SHARE' AND e.authority_kind = 'SYSTEM'`;

/** Whether what came by the entry `e` is to be put somewhere: it stands, no transfer that stands has put it, and nobody leaves it where it is. */
const isOpen = `${isReceived} AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)
  AND NOT EXISTS (SELECT FROM share_seen s WHERE s.entry_id = e.id AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = s.put_entry_id))`;

/** Whether a treasurer is asked about it: no transfer of it waits for a second person. */
const isWaiting = `${isOpen} AND NOT EXISTS (SELECT FROM entry_request q WHERE q.book_id = e.book_id AND q.state = 'WAITS' AND q.command ->> 'shareId' = e.id::text)`;

/** What came into the book `b` and waits, the oldest first. */
export const waitingSharesSql = `SELECT coalesce(json_agg(json_build_object('id', e.id, 'minor', (-q.amount)::text, 'currency', q.currency) ORDER BY e.seq), '[]')
  FROM ledger_entry e JOIN ledger_posting q ON q.entry_id = e.id AND q.category = 'income.shared' WHERE e.book_id = b.id AND ${isWaiting}`;

/** What came into books of the treasurer $1 within the last 14 days and waits. */
const receivedSql = `
SELECT json_build_object('id', e.id, 'groupHandle', g.handle, 'groupName', g.name, 'text', ${entryText('$1::uuid')}, 'minor', (-q.amount)::text, 'currency', q.currency,
  'hasOtherFund', EXISTS (SELECT FROM fund f JOIN ledger_account a ON a.id = f.account_id WHERE f.book_id = b.id AND f.closed_at IS NULL AND f.kind NOT IN ('general', 'shortfall') AND a.currency = q.currency)) AS json
FROM membership m JOIN duty d ON d.membership_id = m.id AND d.to_at IS NULL AND d.kind = 'treasurer' JOIN folk_group g ON g.id = m.group_id AND g.archived_at IS NULL JOIN book b ON b.group_id = g.id
JOIN ledger_entry e ON e.book_id = b.id AND e.posted_at > clock_now() - interval '14 days'
JOIN ledger_posting q ON q.entry_id = e.id AND q.category = 'income.shared'
WHERE m.person_id = $1 AND ${isWaiting}
ORDER BY e.posted_at, e.id LIMIT 20`;

/** Reads of what groups give each other. */
@Injectable()
export class SharesStore {
  received(db: EntityManager, actor: Actor): Promise<ReceivedJson[]> {
    return together(db, actor, { name: 'shares_received', text: receivedSql, values: [actor.personId] });
  }

  /** In which group's book an entry of this kind stands, and in which one its other half; null where it is no such entry. */
  sides(db: EntityManager, entryId: string): Promise<{ handle: string; other: string } | null> {
    return row(
      db,
      `SELECT g.handle, o.handle AS other FROM ledger_entry e JOIN book b ON b.id = e.book_id JOIN folk_group g ON g.id = b.group_id
       JOIN ledger_entry h ON h.kind = 'FUND_SHARE' AND h.refs ->> 'transfer' = e.refs ->> 'transfer' AND h.book_id <> e.book_id
       JOIN book c ON c.id = h.book_id JOIN folk_group o ON o.id = c.group_id WHERE e.id = $1 AND e.kind = 'FUND_SHARE'`,
      [entryId],
    );
  }

  /** The group into whose book a share came by this entry. */
  async receiver(db: EntityManager, entryId: string): Promise<string | null> {
    const found = await row<{ group_id: string }>(
      db,
      `SELECT b.group_id FROM ledger_entry e JOIN book b ON b.id = e.book_id WHERE e.id = $1 AND ${isReceived}`,
      [entryId],
    );
    return found?.group_id ?? null;
  }

  /** Whether what came into a book by this entry is still to be put somewhere. */
  async isOpen(db: EntityManager, bookId: string, entryId: string): Promise<boolean> {
    const sql = `SELECT 1 FROM ledger_entry e WHERE e.id = $1 AND e.book_id = $2 AND ${isOpen}`;
    return isId(entryId) && (await row(db, sql, [entryId, bookId])) !== null;
  }

  /** It waits for nobody any more: left where it is, or put somewhere by a transfer. */
  async seen(
    tx: EntityManager,
    of: { entryId: string; personId: string | null; putEntryId: string | null },
  ): Promise<void> {
    await rows(
      tx,
      `INSERT INTO share_seen (entry_id, person_id, put_entry_id) VALUES ($1, $2, $3)
       ON CONFLICT (entry_id) DO UPDATE SET (person_id, put_entry_id, seen_at) = (excluded.person_id, excluded.put_entry_id, clock_now())`,
      [of.entryId, of.personId, of.putEntryId],
    );
  }
}
