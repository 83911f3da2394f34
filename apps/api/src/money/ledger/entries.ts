import type { EntityManager } from 'typeorm';
import { row, rows } from '../../platform/database/sql.ts';
import type { NewPosting } from './ledger.service.ts';

/** The postings of an entry in the order of its lines. */
export async function postingsOf(tx: EntityManager, entryId: string): Promise<NewPosting[]> {
  const postings = await rows<{
    account_id: string;
    currency: string;
    amount: string;
    category: string | null;
    budget_line_id: string | null;
  }>(tx, 'SELECT * FROM ledger_posting WHERE entry_id = $1 ORDER BY line', [entryId]);
  return postings.map((p) => ({
    accountId: p.account_id,
    currency: p.currency,
    amount: BigInt(p.amount),
    category: p.category,
    budgetLineId: p.budget_line_id,
  }));
}

/** The exact negation of an entry's postings, in the order of its lines: what a reversal books. */
export async function negationOf(tx: EntityManager, entryId: string): Promise<NewPosting[]> {
  return (await postingsOf(tx, entryId)).map((posting) => ({ ...posting, amount: -posting.amount }));
}

/** Whether the entry of an SQL expression stands under another category now than the one it was booked under. */
export const isMoved = (entry: string): string =>
  `EXISTS (SELECT FROM ledger_entry m WHERE m.kind = 'RECLASSIFIED' AND m.refs ->> 'entryId' = ${entry}::text AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = m.id))`;

/** The date in the group's zone: an entry of the evening belongs to that day. */
export async function today(tx: EntityManager, groupId: string): Promise<string> {
  const found = await row<{ day: string }>(
    tx,
    `SELECT (clock_now() AT TIME ZONE g.zone)::date AS day FROM folk_group g WHERE g.id = $1`,
    [groupId],
  );
  return found!.day;
}
